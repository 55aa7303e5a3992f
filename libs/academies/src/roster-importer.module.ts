import { Module } from '@nestjs/common';
import { RostersWorkModule } from './rosters/rosters-work.module.js';

/** What imports the rosters; any number of processes may. */
@Module({ imports: [RostersWorkModule] })
export class RosterImporterModule {}
