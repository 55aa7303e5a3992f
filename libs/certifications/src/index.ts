export { CertificationsModule } from './certifications.module.js';
export { ExamSchedulerModule } from './exam-scheduler.module.js';
export { certificationsMigrations } from './migrations.js';
export { loadCertificationsReference } from './load-reference.js';
export { rotatedKeys } from './credentials/rotate-keys.js';
export { verifyOffline } from './verification/verify-offline.js';
export { resealCertifications } from './reseal.js';
export { certificationsRetention } from './retention.js';
export { EraseCandidate, certificationsErased } from './erase-candidate.js';
