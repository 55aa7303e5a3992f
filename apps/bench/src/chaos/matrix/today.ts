import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ROUND_THE_CLOCK } from '@takwin/demo/round-the-clock';
import { stableId } from '@takwin/platform/schema';
import { instant, type Made, type Page, type Planting } from './plant.js';
import type { Place, World } from './world.js';

const MINUTE = 1 / 60;
/** Minutes before its start in which a sitting still takes who sits it now; an exam may begin a quarter of an hour early. */
const AHEAD = 13;
const OPEN_FOR_MS = 8 * 60_000;
const SEATS = 20;
/** For how long an exam goes on at least, by the rules that the matrix sets. */
const LEAST_MS = 61_000;

type Open = { id: string; proctor: string; left: number; since: number };
/** Who sat when the exam was made up: a registration in a sitting of today. */
export type Sat = { registrationId: string; person: string; sittingId: string; startedAt: string };

/** Exams of this moment: rooms of their own, in which candidates are let in and begin. */
export class Today {
  readonly #open = new Map<string, Promise<Open>>();

  constructor(
    private readonly planting: Planting,
    private readonly world: World,
  ) {}

  /** A sitting that starts within minutes, with a seat for one more. */
  async sitting(place: Place): Promise<Open> {
    const known = await this.#open.get(place.name);
    if (known && known.left-- > 0 && performance.now() - known.since < OPEN_FOR_MS) return known;
    const opening = this.#openIn(place);
    this.#open.set(place.name, opening);
    return opening;
  }

  async #openIn(place: Place): Promise<Open> {
    const { planting } = this;
    const room = await planting.post(`/v1/academies/${place.academyId}/rooms`, {
      ...{ code: `T${planting.canaries.next()}`, seats: SEATS },
      ...ROUND_THE_CLOCK,
    });
    const proctor = await planting.proctor(this.world, place);
    const { id } = await planting.soon('/v1/sittings', {
      ...{ academyId: place.academyId, roomId: room.id, startsAt: instant(AHEAD * MINUTE), minutes: 90 },
      ...{ seats: SEATS, proctorIds: [proctor] },
    });
    planting.put(this.world, 'sitting', place, id, [], { isOpen: true, watchedBy: proctor });
    return { id, proctor, left: SEATS - 1, since: performance.now() };
  }

  /** Has somebody book, be let in and begin, as the region's director saw it. */
  async sits(place: Place, person: string, examCode = 'MO-200'): Promise<Sat> {
    const { planting, world } = this;
    const { id: sittingId, proctor } = await this.sitting(place);
    const body = { personId: person, examCode, sittingId, consent: true, consentDocument: 'DR-04/2026/1' };
    const { id: registrationId } = await planting.soon('/v1/registrations', body);
    planting.put(world, 'registration', place, registrationId, [], { person });
    const record = (about: object) => ({ id: randomUUID(), at: new Date().toISOString(), ...about });
    const startedAt = new Date().toISOString();
    const records = [
      record({ kind: 'proctor-present', proctorId: proctor }),
      record({ kind: 'admitted', registrationId, identity: 'national-card', ndaAccepted: true }),
      record({ kind: 'began', registrationId }),
    ];
    await this.record(place, sittingId, records);
    return { registrationId, person, sittingId, startedAt };
  }

  /** Records facts of a sitting, of which each is taken. */
  async record(
    place: Place,
    sittingId: string,
    records: readonly object[],
    by = this.planting.by.directors[place.region]!,
  ): Promise<void> {
    const { planting } = this;
    type Told = { outcomes: { code: string | null }[] };
    const { outcomes } = await planting.post<Told>(`/v1/sittings/${sittingId}/records`, { records }, by);
    const refused = outcomes.find(({ code }) => code !== null);
    if (refused) throw new Error(`a record of the day was refused: ${refused.code}`);
  }

  /** A result that is final. */
  async scored(score: number, sat: Sat): Promise<Sat> {
    const { registrationId, startedAt } = sat;
    await pause(Math.max(0, Date.parse(startedAt) + LEAST_MS - Date.now()));
    const results = [{ registrationId, startedAt, score }];
    type Told = { outcomes: { outcome: string; resultId: string }[] };
    const { outcomes } = await this.planting.post<Told>('/v1/results', { results });
    const [told] = outcomes;
    // The sitting has not begun by its hours: somebody else decides.
    if (told!.outcome === 'held')
      await this.planting.post(
        ...([
          `/v1/results/${told!.resultId}/decide`,
          { accept: true, reason: 'Seen' },
          this.planting.by.second,
        ] as const),
      );
    const path = `/v1/registrations/${registrationId}`;
    const isOver = ({ state }: { state: string }): boolean => state === 'passed' || state === 'failed';
    await this.planting.until<{ state: string }>({ method: 'GET', path }, isOver);
    return sat;
  }

  /** The credential of an exam that somebody passed, signed; and the certification that it proves. */
  async certified(
    place: Place,
    sat: Sat,
    score = 800,
  ): Promise<{ credential: string; certification: string; sat: Sat }> {
    const { person } = await this.scored(score, sat);
    const path = `/v1/credentials?personId=${person}&state=valid&first=5`;
    const { items } = await this.planting.until<Page>({ method: 'GET', path }, ({ items }) => items.length > 0);
    const [{ id: credential, achievement }] = items as [Made & { achievement: { id: string } }];
    this.planting.put(this.world, 'credential', place, credential, [], { person });
    const held = stableId('held', `${person} ${achievement.id}`);
    this.planting.put(this.world, 'certification', place, held, [], { person });
    return { credential, certification: achievement.id, sat };
  }

  /** An appeal of a failure, by who runs the academy. */
  async appealed(place: Place, sat: Sat, ground: string): Promise<string> {
    const { registrationId, person } = await this.scored(640, sat);
    return this.appeal(place, registrationId, person, ground);
  }

  async appeal(place: Place, registrationId: string, person: string, ground: string): Promise<string> {
    const { id } = await this.planting.post(`/v1/registrations/${registrationId}/appeals`, { ground }, place.manager);
    const words = ground.startsWith('ZQ') ? [ground.split(' ')[0]!] : [];
    this.planting.put(this.world, 'appeal', place, id, words, { person });
    return id;
  }
}
