import { z } from 'zod';
import { MessageSettings, type MessageSettingsInput, type MessageSettingsShown } from '#shared/hub/messages.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import type { Change } from '../candidates/candidate-file.ts';
import { jsonColumn } from '../database/json-column.ts';
import type { Queries } from '../database/database.ts';

const NAME = 'messages';
const Row = z.object({ value: jsonColumn(MessageSettings) });

export async function messageSettings(queries: Queries): Promise<MessageSettings> {
  const row = await queries.get('select value from hub_settings where name = ?', NAME);
  return row === undefined ? MessageSettings.parse({}) : Row.parse(row).value;
}

/** Changes the parts that are named. */
export async function editMessageSettings(
  { queries, at, actor }: Change,
  input: MessageSettingsInput,
): Promise<MessageSettings> {
  const settings = MessageSettings.parse({ ...(await messageSettings(queries)), ...input });
  await queries.run(
    'insert into hub_settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    NAME,
    JSON.stringify(settings),
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
