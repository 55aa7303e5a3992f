import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events';
import { ChangeSittingHandler } from './change-sitting.js';
import { ExamRulesController } from './exam-rules.controller.js';
import { ExamRulesResolver } from './exam-rules.resolver.js';
import { FindSittingsHandler } from './find-sittings.js';
import { followMemberships } from './follow-memberships.js';
import { followProctors } from './follow-proctors.js';
import { followRooms } from './follow-rooms.js';
import { followTeachers } from './follow-teachers.js';
import { OpenSittingHandler } from './open-sitting.js';
import { SetExamRulesHandler } from './set-exam-rules.js';
import { AcademySittingsResolver, SittingResolver } from './sitting.resolver.js';
import { SittingsController } from './sittings.controller.js';

/** When and where exams are sat, and the programme's rules for that. */
@Module({
  imports: [
    EventsModule.follow('academies', { reactions: [followMemberships, followRooms] }),
    EventsModule.follow('trainers', { reactions: [followProctors] }),
    EventsModule.follow('courses', { reactions: [followTeachers] }),
  ],
  controllers: [SittingsController, ExamRulesController],
  providers: [
    FindSittingsHandler,
    OpenSittingHandler,
    ChangeSittingHandler,
    SetExamRulesHandler,
    SittingResolver,
    AcademySittingsResolver,
    ExamRulesResolver,
  ],
  exports: [FindSittingsHandler],
})
export class SittingsModule {}
