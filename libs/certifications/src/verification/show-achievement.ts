import { Injectable } from '@nestjs/common';
import { Database } from '@takwin/platform/postgres';
import { CredentialKeys } from '../credentials/keys.js';
import { achievementDocument, type Achievement } from '../credentials/openbadge-credential.js';
import { registeredAchievement } from '../credentials/read-register.js';

@Injectable()
export class ShowAchievementHandler {
  constructor(
    private readonly db: Database,
    private readonly keys: CredentialKeys,
  ) {}

  /** What credentials of this achievement are about, and its JSON-LD; undefined where there is none of that id. */
  async run(id: string): Promise<{ achievement: Achievement; json: object } | undefined> {
    const achievement = await registeredAchievement(this.db, id.toLowerCase());
    return achievement && { achievement, json: achievementDocument(this.keys.url, achievement) };
  }
}
