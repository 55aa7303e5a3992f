import { Injectable } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { aboutOwn, ONESELF, readOwnRecords } from '@takwin/platform/own-records';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';

export const ReadOwnLicences = query('ReadOwnLicences', ONESELF, {}, aboutOwn('licences and accounts'));

@Injectable()
export class ReadOwnLicencesHandler {
  constructor(private readonly db: Database) {}

  /** Refuses NOT_FOUND to whose token names nobody. */
  run(actor: Actor) {
    return readOwnRecords(this.db, actor, {
      service: 'licensing',
      former: (id) => sql`select subject::uuid as id from person_copy where merged_into = ${id}`,
      sections: [
        {
          id: 'known',
          fr: 'Copie de l’identité',
          ar: 'نسخة الهوية',
          rows: (ids) => sql`
          select subject as id, kind, name, matricule, filieres, active, left_on as "leftOn"
          from person_copy where subject = any(${ids}::text[])`,
        },
        {
          id: 'licences',
          fr: 'Licences',
          ar: 'التراخيص',
          rows: (ids) => sql`
          select l.id, k.part_number as sku, l.state, l.assigned_on as "assignedOn"
          from licence l join sku k on k.id = l.sku_id where l.person_id = any(${ids}) order by l.assigned_on`,
        },
        {
          id: 'entitlements',
          fr: 'Droits à une licence',
          ar: 'استحقاق الترخيص',
          rows: (ids) => sql`
          select k.part_number as sku, r.name as rule, e.state, e.since, e.until, e.changed_at as "changedAt", e.problem
          from entitlement e join sku k on k.id = e.sku_id left join entitlement_rule r on r.id = e.rule_id where e.person_id = any(${ids}) order by e.changed_at`,
        },
        {
          id: 'accounts',
          fr: 'Comptes',
          ar: 'الحسابات',
          rows: (ids) => sql`
          select account, created_at as "createdAt", handed_over_at as "handedOverAt" from initial_secret where person_id = any(${ids})
          union all select h.name, null, null from account h where h.person_id = any(${ids}) and not exists (
            select from initial_secret s where s.person_id = h.person_id and s.account = h.name)`,
        },
        {
          id: 'outcomes',
          fr: 'Attributions de licences',
          ar: 'عمليات إسناد التراخيص',
          rows: (ids) => sql`
          select k.part_number as sku, r.action, o.account, o.state, o.reason, o.settled_at as "settledAt"
          from outcome o join run r on r.id = o.run_id join sku k on k.id = o.sku_id
          where o.person_id = any(${ids}) order by o.settled_at`,
        },
        {
          id: 'drift',
          fr: 'Écarts constatés chez Microsoft',
          ar: 'الفروق الملحوظة لدى مايكروسوفت',
          rows: (ids) => sql`
          select k.part_number as sku, d.kind, d.found_at as "foundAt", d.restorable_until as "restorableUntil"
          from drift d join sku k on k.id = d.sku_id where d.person_id = any(${ids}) order by d.found_at`,
        },
        {
          id: 'directory',
          fr: 'Comptes chez Microsoft',
          ar: 'الحسابات لدى مايكروسوفت',
          rows: (ids) => sql`
          select d.upn as account, d.object_id as id, d.usage_location as "usageLocation", d.deleted_at as "deletedAt",
            array(select k.part_number from sku k where k.id = any(d.skus) order by 1) as skus
          from directory_account d join account a on a.object_id = d.object_id where a.person_id = any(${ids}) order by d.upn`,
        },
      ],
    });
  }
}
