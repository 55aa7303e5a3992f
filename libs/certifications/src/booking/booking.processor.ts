import { Processor, type Wake, type Works } from '@takwin/platform/jobs';
import { BOOKING_QUEUE, ScheduleRegistrationsHandler } from './schedule-registrations.js';

@Processor(BOOKING_QUEUE, { concurrency: 1 })
export class BookingProcessor implements Works {
  constructor(private readonly scheduling: ScheduleRegistrationsHandler) {}

  run({ ids }: Wake): Promise<void> {
    return this.scheduling.run(ids);
  }

  waiting(limit: number, before: Date): Promise<string[]> {
    return this.scheduling.waiting(before, limit);
  }
}
