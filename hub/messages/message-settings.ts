import { z } from 'zod';
import { MessageSettings, type MessageSettingsInput, type MessageSettingsShown } from '#shared/hub/messages.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import type { Change } from '../candidates/candidate-file.ts';
import { jsonColumn } from '../database/json-column.ts';
import type { Queries } from '../database/database.ts';
import type { Sealer } from '../devices/hub-key.ts';

/** Name of the row; its value is sealed as a whole: addresses of text message services hold keys too. */
export const MESSAGE_SETTINGS = 'messages';
const Row = z.object({ value: z.string() });
const Settings = jsonColumn(MessageSettings);

export async function messageSettings(queries: Queries, sealer: Sealer): Promise<MessageSettings> {
  const row = await queries.get('select value from hub_settings where name = ?', MESSAGE_SETTINGS);
  return row === undefined ? MessageSettings.parse({}) : Settings.parse(sealer.unseal(Row.parse(row).value));
}

/** Changes the parts that are named. */
export async function editMessageSettings(
  { queries, at, actor }: Change,
  sealer: Sealer,
  input: MessageSettingsInput,
): Promise<MessageSettings> {
  const settings = MessageSettings.parse({ ...(await messageSettings(queries, sealer)), ...input });
  await queries.run(
    'insert into hub_settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    MESSAGE_SETTINGS,
    sealer.seal(JSON.stringify(settings)),
  );
  await appendAudit(queries, { at, actor, action: 'message_settings.edited', subject: Object.keys(input).join(' ') });
  return settings;
}

/** What may be shown: no password, no key, no address that may hold one. */
export function shownSettings({ organisation, smtp, sms, sites }: MessageSettings): MessageSettingsShown {
  return {
    organisation,
    smtp:
      smtp === null
        ? null
        : {
            host: smtp.host,
            port: smtp.port,
            security: smtp.security,
            user: smtp.user,
            from: smtp.from,
            hasPassword: smtp.password !== null,
          },
    sms:
      sms === null
        ? null
        : {
            host: new URL(sms.url).host,
            method: sms.method,
            contentType: sms.contentType,
            headers: Object.keys(sms.headers),
          },
    sites,
  };
}
