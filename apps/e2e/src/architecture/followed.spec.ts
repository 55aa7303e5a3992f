import { describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { SERVICES, TOPOLOGY } from '@takwin/contracts/topology';
import { documented } from '@takwin/deployment/documented';
import { followedIn, shapeOf } from '@takwin/platform/events';

/**
 * What each service feeds from each log, and the shape that its cursor has been told. Another shape has the service read that
 * log from its start again, and react again to all that it holds: a line changes where that is wanted, and never by the way.
 */
const FED: Record<string, Record<string, [shape: string, ...feeds: string[]]>> = {
  academies: {
    academies: [
      '52d9d3ec385b065b',
      'copy scoreboard_academy c78d4433',
      'copy scoreboard_person 7c2f0c40',
      'reaction erasure',
      'reaction retention',
    ],
    trainers: ['849f165656a29eda', 'copy scoreboard_trainer 4ca8a710', 'reaction erasure', 'reaction retention'],
    courses: [
      'df39a033fc51176b',
      'copy scoreboard_course f3f5e286',
      'copy scoreboard_offering ba036698',
      'copy scoreboard_enrolment 12944a61',
      'copy scoreboard_literacy 0beb877d',
      'reaction erasure',
      'reaction retention',
    ],
    certifications: [
      '1c62210011269ff1',
      'copy exam_to_come fe68d24a',
      'copy open_charge 460960bf',
      'copy scoreboard_registration d44ee03c',
      'copy scoreboard_certification fb39a93e',
      'reaction erasure',
      'reaction retention',
    ],
    licensing: ['58fb8570db1c5e0b', 'copy scoreboard_licence bfac6465', 'reaction erasure', 'reaction retention'],
  },
  trainers: {
    academies: [
      '191df312c24fcec8',
      'copy academy_copy 848b2334',
      'copy person_copy ecfa6f02',
      'reaction person',
      'reaction person',
    ],
    courses: ['d708f570496c782d', 'copy course_copy 99fda639', 'copy completion_copy c26e846b', 'reaction enrolment'],
    certifications: [
      '35a56d8ed7905557',
      'copy exam_copy bd86ac44',
      'copy exam_pass_copy 37dcd4af',
      'reaction registration',
    ],
  },
  courses: {
    academies: [
      'e715f0ef3c92f3d4',
      'copy academy_copy 1a97307a',
      'copy person_copy e3811ca3',
      'reaction academy',
      'reaction person',
      'reaction person',
    ],
    trainers: ['7fffc45ed48b3a6b', 'copy trainer_copy 862dfb05', 'reaction trainer'],
  },
  certifications: {
    academies: [
      '220dc77d00fb2efb',
      'copy academy_copy 6e6b2ba1',
      'copy room_copy 3d6298f4',
      'copy readiness_copy 6c119cbe',
      'copy person_copy 7807881b',
      'reaction academy',
      'reaction room',
      'reaction academy',
      'reaction person',
      'reaction person',
    ],
    trainers: [
      '548c3f08f95ec604',
      'copy trainer_copy ff71b373',
      'reaction trainer',
      'reaction trainer',
      'reaction trainer',
    ],
    courses: [
      '3d7dfcbe0c1fec6a',
      'copy teaching_copy f9920806',
      'copy literacy_copy 166d14a6',
      'reaction enrolment',
      'reaction literacy',
    ],
  },
  licensing: {
    academies: [
      '78bf1a3939929374',
      'copy academy_copy 8198fd7f',
      'copy person_copy 435e3b57',
      'reaction person',
      'reaction academy',
      'reaction person',
    ],
  },
};

describe('what a service follows', () => {
  it.each(SERVICES)('is what the cursors of %s stand for', async (name) => {
    const { follows = [] } = TOPOLOGY.find((one) => one.name === name)!;
    const service = await documented(name);
    const followed = followedIn(service.get(DiscoveryService, { strict: false }));
    await service.close();
    const fed = [...followed].map(([log, { copies, reactions }]) => {
      const feeds = [...copies, ...reactions];
      return [log, [shapeOf(feeds), ...feeds.map(({ shape }) => shape)]];
    });
    expect(Object.fromEntries(fed)).toEqual(FED[name]);
    expect([...followed.keys()].sort()).toEqual([...follows].sort());
  });
});
