import { Module } from '@nestjs/common';
import { EventsModule } from '@takwin/platform/events';
import { SubgraphModule } from '@takwin/platform/graphql';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { academyCopy, personCopy, trainerCopy } from './copies.js';
import { EnrolmentsModule } from './enrolments/enrolments.module.js';
import { Academy, Person, Programme } from './graphql-types.js';
import { LearningRecordModule } from './learning-record/learning-record.module.js';
import { LiteracyModule } from './literacy/literacy.module.js';
import { OfferingsModule } from './offerings/offerings.module.js';
import { OwnRecordsModule } from './own-records/own-records.module.js';

/** The catalogue, its offerings, who is in them, and what they learnt. */
@Module({
  imports: [
    SubgraphModule.extending(Person, Academy, Programme),
    OwnRecordsModule,
    EventsModule.follow('academies', { copies: [academyCopy, personCopy] }),
    EventsModule.follow('trainers', { copies: [trainerCopy] }),
    CatalogueModule,
    OfferingsModule,
    EnrolmentsModule,
    LearningRecordModule,
    LiteracyModule,
  ],
})
export class CoursesModule {}
