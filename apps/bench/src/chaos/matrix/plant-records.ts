import { randomUUID } from 'node:crypto';
import type { Page, Planting } from './plant.js';
import { rosterOf } from './roster.js';
import type { Place, World } from './world.js';

/** Plants records of persons that are, or may be, of one person, and who is of another academy than before. */
export class Records {
  constructor(private readonly planting: Planting) {}

  /** Whom the academy of another scope states too, in records of its own: the claim, shown to who may decide it. */
  async claimed(world: World, place: Place): Promise<{ id: string; person: string }> {
    const person = await this.planting.person(
      world,
      place,
      { birthDate: '2001-05-06' },
      this.planting.by.admin,
      false,
      false,
    );
    const { matricule } = await this.planting.get<{ matricule: string }>(`/v1/persons/${person}`);
    const asking = world.places[place.name === 'far' ? 'own' : 'far'];
    // Names that are whoever's may decide the claim to read.
    const name = { family: this.planting.canaries.name(), given: this.planting.canaries.name() };
    const stated = await this.planting.post(
      '/v1/persons',
      { kind: 'trainee', academyId: asking.academyId, matricule, name },
      asking.manager,
    );
    this.planting.put(world, 'person', asking, stated.id, [], { person: stated.id });
    const { items } = await this.planting.get<Page>(`/v1/claims?personId=${person}&first=5`);
    this.planting.put(world, 'claim', place, items[0]!.id);
    return { id: items[0]!.id, person };
  }

  /** Two records of one person, whom the programme registered. */
  async twins(world: World, place: Place): Promise<[string, string]> {
    const name = { family: this.planting.canaries.name(), given: this.planting.canaries.name() };
    const about = { kind: 'trainee', academyId: place.academyId, name, birthDate: '2001-05-07' };
    const one = await this.planting.post('/v1/persons', { ...about, matricule: this.planting.canaries.matricule() });
    const distinctFrom = { personIds: [one.id], reason: 'said to be another' };
    const other = await this.planting.post('/v1/persons', { ...about, distinctFrom });
    for (const { id } of [one, other])
      this.planting.put(world, 'person', place, id, [name.family, name.given], { person: id });
    return [one.id, other.id];
  }

  async merged(world: World, place: Place): Promise<string> {
    const [id, into] = await this.twins(world, place);
    const why = { reason: 'Registered twice', document: 'DR-04/2026/118' };
    const { id: merge } = await this.planting.post(
      `/v1/persons/${id}/merge`,
      { into, ...why },
      this.planting.by.directors[place.region]!,
    );
    this.planting.put(world, 'merge', place, merge);
    return merge;
  }

  /** That somebody asks for a correction of who they are. */
  async asked(world: World, place: Place): Promise<{ kind: 'correction-request'; id: string; person: string }> {
    const person = await this.planting.person(world, place, {});
    const words = this.planting.canaries.words();
    const body = { personId: person, birthDate: '2004-05-06', reason: words };
    const { id } = await this.planting.post('/v1/correction-requests', body, await this.planting.self(person));
    this.planting.put(world, 'correction-request', place, id, [words], { person });
    return { kind: 'correction-request', id, person };
  }

  /** Answers what somebody has asked for, so that they may ask again. */
  async answered(person: string): Promise<void> {
    const { items } = await this.planting.get<Page>(`/v1/correction-requests?personId=${person}&state=open&first=5`);
    for (const { id } of items) await this.planting.post(`/v1/correction-requests/${id}/refuse`, { answer: 'No' });
  }

  /** That somebody asks to be erased. */
  async toErase(world: World, place: Place): Promise<{ kind: 'erasure'; id: string; person: string }> {
    const person = await this.planting.person(world, place, {});
    const words = this.planting.canaries.words();
    const body = { personId: person, reason: words };
    const { id } = await this.planting.post('/v1/erasures', body, await this.planting.self(person));
    this.planting.put(world, 'erasure', place, id, [words], { person });
    return { kind: 'erasure', id, person };
  }

  /** Refuses what somebody has asked for, so that they may ask again. */
  async keptWhole(person: string): Promise<void> {
    const { items } = await this.planting.get<Page>(`/v1/erasures?personId=${person}&state=open&first=5`);
    for (const { id } of items) await this.planting.post(`/v1/erasures/${id}/refuse`, { answer: 'No' });
  }

  /** Claims, merges and requests; and that somebody was in this academy who is of another one now. */
  async all(world: World, place: Place): Promise<void> {
    await this.claimed(world, place);
    await this.merged(world, place);
    await this.asked(world, place);
    await this.toErase(world, place);
    if (place.isPrison) await this.released(world, place);
  }

  private async released(world: World, place: Place): Promise<void> {
    const group = this.planting.canaries.code();
    const person = await this.planting.person(world, place, { group, year: 1, birthDate: '2002-06-05' });
    const { matricule } = await this.planting.get<{ matricule: string }>(`/v1/persons/${person}`);
    const { words } = world.rows.find(({ kind, id }) => kind === 'person' && id === person)!;
    world.rows.splice(
      world.rows.findIndex(({ kind, id }) => kind === 'person' && id === person),
      1,
    );
    const { own } = world.places;
    this.planting.put(world, 'person', own, person, [...words], { person });
    this.planting.put(world, 'placement', place, randomUUID(), [group], { person });
    own.members.add(person);
    const row = {
      MatriculeEtudiant: matricule,
      Nom: words[0]!,
      Prenom: words[1]!,
      DateNaissance: '05/06/2002',
      Code: own.group,
    };
    const { id } = await this.planting.post('/v1/imports?kind=konosys', rosterOf(own, [row]));
    await this.planting.until<{ state: string }>(
      { method: 'GET', path: `/v1/imports/${id}` },
      ({ state }) => state === 'done',
    );
  }
}
