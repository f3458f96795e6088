import type { Enrolment } from '#shared/enrolment.ts';
import type { Database } from './database.native.ts';

/** Where this kiosk is enrolled. */
export function createEnrolmentStore(database: Database) {
  const select = database.prepare<[], Enrolment>(
    'select hub_url "hubUrl", hub_key "hubKey", site, enrolled_at "enrolledAt" from enrolment',
  );
  const upsert = database.prepare<Enrolment>(
    `insert into enrolment (id, hub_url, hub_key, site, enrolled_at) values (1, @hubUrl, @hubKey, @site, @enrolledAt)
     on conflict (id) do update set hub_url = excluded.hub_url, hub_key = excluded.hub_key, site = excluded.site,
       enrolled_at = excluded.enrolled_at`,
  );
  return {
    current: (): Enrolment | null => select.get() ?? null,
    /** @param also runs in the same transaction: settings and audit line change with it, or not at all */
    save: (enrolment: Enrolment, also: () => void): void =>
      database.transaction(() => {
        upsert.run(enrolment);
        also();
      })(),
  };
}
