import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ChatRobotConfiguration, createChatRobotConnector } from '../chat-robot/chat-robot-connector.ts';
import {
  createFeishuHireConnector,
  FEISHU_HIRE_MAPPING,
  FeishuHireConfiguration,
} from '../feishu-hire/feishu-hire-connector.ts';
import { FILE_DROP_MAPPING } from '../file-drop/drop-files.ts';
import { createFileDropConnector, FileDropConfiguration } from '../file-drop/file-drop-connector.ts';
import { createSftpDropConnector, SftpDropConfiguration } from '../file-drop/sftp-drop-connector.ts';
import { createFrappeConnector, FRAPPE_MAPPING, FrappeConfiguration } from '../frappe/frappe-connector.ts';
import { createKomboConnector, KOMBO_MAPPING, KomboConfiguration } from '../kombo/kombo-connector.ts';
import { createOdooConnector, ODOO_MAPPING, OdooConfiguration } from '../odoo/odoo-connector.ts';
import type { ReportFile } from '../report/report-files.ts';
import { reportPdf } from '../report/report-pdf.ts';
import { createWebhookConnector, WEBHOOK_MAPPING, WebhookConfiguration } from '../webhook/webhook-connector.ts';
import type { DeliveryLedger } from './delivery-ledger.ts';
import { problemLine, readMapping, type Mapping, type MappingTarget } from './mapping.ts';
import type { ResultConnector } from './result-connector.ts';

const common = {
  /** Names the connector in the ledger; never changed and never used for another target. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and -'),
  /** Text of a mapping file; null: the one that is shipped. */
  mapping: z.string().max(100_000).nullable().default(null),
};

/** Settings of one connector. They hold secrets: kept encrypted, never logged. */
export const ConnectorConfiguration = z.discriminatedUnion('kind', [
  FileDropConfiguration.extend({ kind: z.literal('file-drop'), ...common }),
  SftpDropConfiguration.extend({ kind: z.literal('sftp-drop'), ...common }),
  WebhookConfiguration.extend({ kind: z.literal('webhook'), ...common }),
  OdooConfiguration.extend({ kind: z.literal('odoo'), ...common }),
  FeishuHireConfiguration.extend({ kind: z.literal('feishu-hire'), ...common }),
  KomboConfiguration.extend({ kind: z.literal('kombo'), ...common }),
  FrappeConfiguration.extend({ kind: z.literal('frappe'), ...common }),
  ChatRobotConfiguration.extend({ kind: z.literal('chat-robot'), ...common }),
]);
export type ConnectorConfiguration = z.infer<typeof ConnectorConfiguration>;

/** What a connector needs beside its settings. */
export type ConnectorParts = {
  readonly ledger: DeliveryLedger;
  readonly now: () => Date;
  /** Where the shipped mappings are: `connectors/<kind>.yaml`. */
  readonly resourcesDirectory: string;
  /** Bytes of a file that a result names; null while they are not here. */
  readonly readReportFile: (file: ReportFile) => Promise<Uint8Array | null>;
  /** From start to end of one request, ms; 30 s unless told. */
  readonly deadlineMs?: number;
};

export type OpenedConnector =
  | { readonly isValid: true; readonly connector: ResultConnector }
  /** `problems`: one sentence for each mistake in the mapping, with its line. */
  | { readonly isValid: false; readonly problems: readonly string[] };

const TARGETS: Readonly<Record<ConnectorConfiguration['kind'], MappingTarget>> = {
  'file-drop': FILE_DROP_MAPPING,
  'sftp-drop': FILE_DROP_MAPPING,
  webhook: WEBHOOK_MAPPING,
  odoo: ODOO_MAPPING,
  'feishu-hire': FEISHU_HIRE_MAPPING,
  kombo: KOMBO_MAPPING,
  frappe: FRAPPE_MAPPING,
  // what it says is fixed: nothing of the person may come into a chat
  'chat-robot': { required: [], fields: [] },
};
/** Work without a mapping. */
const WITHOUT_MAPPING: ReadonlySet<ConnectorConfiguration['kind']> = new Set(['webhook', 'chat-robot']);

/** Kinds that share the mapping of another one. */
const SHIPPED_AS: Readonly<Partial<Record<ConnectorConfiguration['kind'], string>>> = { 'sftp-drop': 'file-drop' };

function open(configuration: ConnectorConfiguration, mapping: Mapping, parts: ConnectorParts): ResultConnector {
  const { ledger, now, readReportFile, deadlineMs } = parts;
  const options = { id: configuration.id, ledger, ...(deadlineMs === undefined ? {} : { deadlineMs }) };
  const report = { read: readReportFile, render: reportPdf };
  switch (configuration.kind) {
    case 'file-drop':
      return createFileDropConnector(configuration, mapping, options);
    case 'sftp-drop':
      return createSftpDropConnector(configuration, mapping, options);
    case 'webhook':
      return createWebhookConnector(configuration, configuration.mapping === null ? null : mapping, {
        ...options,
        now,
      });
    case 'odoo':
      return createOdooConnector(configuration, mapping, { ...options, report });
    case 'feishu-hire':
      return createFeishuHireConnector(configuration, mapping, options);
    case 'kombo':
      return createKomboConnector(configuration, mapping, { ...options, report });
    case 'frappe':
      return createFrappeConnector(configuration, mapping, options);
    case 'chat-robot':
      return createChatRobotConnector(configuration, { ...options, now });
  }
}

const NOTHING: Mapping = { fields: new Map(), lists: new Map() };

/** Makes the connector that a configuration describes, with its own mapping or the shipped one. */
export async function createResultConnector(
  configuration: ConnectorConfiguration,
  parts: ConnectorParts,
): Promise<OpenedConnector> {
  const { kind } = configuration;
  if (configuration.mapping === null && WITHOUT_MAPPING.has(kind))
    return { isValid: true, connector: open(configuration, NOTHING, parts) };
  const file = join(parts.resourcesDirectory, 'connectors', `${SHIPPED_AS[kind] ?? kind}.yaml`);
  const reading = readMapping(configuration.mapping ?? (await readFile(file, 'utf8')), TARGETS[kind]);
  if (!reading.isValid) return { isValid: false, problems: reading.problems.map(problemLine) };
  return { isValid: true, connector: open(configuration, reading.mapping, parts) };
}
