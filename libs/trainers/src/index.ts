export { TrainersModule } from './trainers.module.js';
export { trainersMigrations } from './migrations.js';
export { trainersRetention } from './retention.js';
export { EraseTrainer, trainersErased } from './erase-trainer.js';
