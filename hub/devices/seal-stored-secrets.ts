import { z } from 'zod';
import type { HubDatabase, Queries } from '../database/database.ts';
import { MESSAGE_SETTINGS } from '../messages/message-settings.ts';
import type { Sealer } from './hub-key.ts';

const SettingsRow = z.object({ value: z.string() });
const PartnerRow = z.object({ id: z.string(), secrets: z.string() });

/** JSON as releases of before kept it; what is sealed is base64url and begins with neither. */
const isClear = (text: string): boolean => /^[[{]/.test(text);

/**
 * Seals what releases of before kept as it is: passwords of mail servers, keys of text message services, secrets shared with partners. At
 * every start; when there is something, its old copies leave the file too.
 *
 * @returns how many rows were sealed
 */
export async function sealStoredSecrets(database: HubDatabase, sealer: Sealer): Promise<number> {
  if (!(await hasClear(database))) return 0;
  const sealed = await database.transaction((queries) => sealAll(queries, sealer));
  await database.scrub();
  return sealed;
}

async function hasClear(queries: Queries): Promise<boolean> {
  const settings = await clearSettings(queries);
  return settings !== null || (await clearPartners(queries)).length > 0;
}

async function sealAll(queries: Queries, sealer: Sealer): Promise<number> {
  const settings = await clearSettings(queries);
  if (settings !== null)
    await queries.run('update hub_settings set value = ? where name = ?', sealer.seal(settings), MESSAGE_SETTINGS);
  const partners = await clearPartners(queries);
  for (const { id, secrets } of partners)
    await queries.run('update partners set secrets = ? where id = ?', secrets === '[]' ? '' : sealer.seal(secrets), id);
  return partners.length + (settings === null ? 0 : 1);
}

async function clearSettings(queries: Queries): Promise<string | null> {
  const row = await queries.get('select value from hub_settings where name = ?', MESSAGE_SETTINGS);
  const value = row === undefined ? '' : SettingsRow.parse(row).value;
  return isClear(value) ? value : null;
}

async function clearPartners(queries: Queries): Promise<z.infer<typeof PartnerRow>[]> {
  const rows = PartnerRow.array().parse(await queries.all('select id, secrets from partners order by id'));
  return rows.filter(({ secrets }) => isClear(secrets));
}
