import { z } from 'zod';
import { escapeHtml } from '#shared/escape-html.ts';
import { Locale } from '#shared/localized.ts';
import type { InterviewResult } from '#shared/result.ts';
import { ADVICE_WORDS, REPORT_WORDS } from '../report/report-words.ts';
import { reportFiles, type ReportSource } from '../report/report-files.ts';
import { applyMapping, type MappedFields } from '../result/apply-mapping.ts';
import type { Exchange } from '../result/exchange.ts';
import { createHttpConnector, type HttpConnectorOptions } from '../result/http-connector.ts';
import type { Mapping, MappingTarget } from '../result/mapping.ts';
import { DeliveryEnded, type ErasureNotice, type RemoteIds, type ResultConnector } from '../result/result-connector.ts';
import { lasting, saidBy } from '../result/sentences.ts';
import {
  jsonRpc,
  jsonRpcCall,
  jsonTwoCall,
  MET_ANOTHER,
  ODOO,
  OdooVersion,
  type OdooAccess,
  type OdooCall,
} from './odoo-call.ts';
import {
  isProperty,
  PropertyDefinitions,
  PropertyValues,
  wantedProperties,
  withDefinitions,
  withValues,
  type PropertyDefinition,
} from './odoo-properties.ts';

export const OdooConfiguration = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  database: z.string().min(1),
  /** Login of the service user; "Recruitment / Officer" is enough. */
  login: z.string().min(1),
  apiKey: z.string().min(8),
  version: OdooVersion,
  /** 19 speaks both; JSON-RPC is gone in 20. */
  api: z.enum(['json-2', 'json-rpc']).optional(),
  /** Job of ours → id of the job in Odoo. Others are found by their title. */
  jobs: z.record(z.string(), z.int().min(1)).default({}),
  /** Make a job that is not there. */
  createsJobs: z.boolean().default(false),
  report: z.enum(['attached', 'none']).default('attached'),
  /** Language of the note and of the report. */
  locale: Locale.default('zh-CN'),
});
export type OdooConfiguration = z.infer<typeof OdooConfiguration>;

/**
 * Columns that may be filled. Not the stage: naming one at creation mails the candidate, and moving people is for people.
 */
export const ODOO_MAPPING: MappingTarget = {
  required: ['partner_name'],
  fields: ['partner_name', 'email_from', 'partner_phone', 'priority', 'linkedin_profile', 'property.*', 'x_*'],
};

/** Of a person rather than of an application; where Odoo already knows them they are left alone. */
const PERSON = new Set(['partner_name', 'email_from', 'partner_phone', 'linkedin_profile']);
const MODULE = 'anteroom';
/** No mail to the candidate, no tracking lines, whatever we write. */
const QUIET = { tracking_disable: true, mail_create_nolog: true, mail_create_nosubscribe: true };

const Loaded = z.object({
  ids: z.union([z.array(z.union([z.int(), z.string()])), z.literal(false)]),
  messages: z.array(z.object({ message: z.string(), field: z.string().optional() })).default([]),
});
type RecordId = number | string;

const Jobs = z.array(
  z.object({ id: z.union([z.int(), z.string()]), applicant_properties_definition: PropertyDefinitions }),
);
const Applicants = z.array(
  z.object({
    id: z.union([z.int(), z.string()]),
    job_id: z.union([z.tuple([z.union([z.int(), z.string()]), z.string()]), z.literal(false)]).optional(),
    applicant_properties: PropertyValues.optional(),
  }),
);

const Records = z.array(z.object({ id: z.int() }));
const Notes = z.array(z.object({ res_id: z.int() }));

function read<Shape>(schema: z.ZodType<Shape>, value: unknown): Shape {
  const parsed = schema.safeParse(value);
  // a shape that no Odoo answers with: somebody in between, or a version that is not the one configured
  if (!parsed.success) throw new DeliveryEnded({ kind: 'transient', reason: 'stranger' });
  return parsed.data;
}

const misconfigured = (en: string, zh: string) =>
  new DeliveryEnded(lasting('misconfigured', ODOO, { en, 'zh-CN': zh }));

/** Stable name of a record of ours in Odoo; `load` finds it again by that. */
const externalId = (kind: string, id: string) => `${MODULE}.${kind}_${id.replaceAll(/[^A-Za-z0-9]/g, '_')}`;

/** Creates or changes one record under an external id. `load` answers 200 also when it did nothing. */
async function loadRecord(
  call: OdooCall,
  model: string,
  values: ReadonlyMap<string, string>,
  apiKey: string,
): Promise<RecordId> {
  const args = { fields: [...values.keys()], data: [[...values.values()]], context: QUIET };
  const assumed = { ids: [`<${model}>`], messages: [] };
  const { ids, messages } = read(Loaded, await call(model, 'load', args, { isQuestion: false, assumed }));
  const [id] = ids === false ? [] : ids;
  if (id !== undefined) return id;
  const [problem] = messages;
  if (problem !== undefined && MET_ANOTHER.test(problem.message))
    throw new DeliveryEnded({ kind: 'transient', reason: 'busy' });
  const said = saidBy(problem?.message, [apiKey]);
  const field = problem?.field;
  throw new DeliveryEnded(lasting('rejected', ODOO, field === undefined || said === null ? said : `${field}: ${said}`));
}

/** Hands interviews to the recruitment application of an Odoo, 17 to 19. */
export function createOdooConnector(
  configuration: OdooConfiguration,
  mapping: Mapping,
  options: HttpConnectorOptions & { readonly report: ReportSource },
): ResultConnector {
  const { login, apiKey, database, version, jobs, createsJobs, locale } = configuration;
  const access: OdooAccess = { url: configuration.url.replace(/\/+$/, ''), database, login, apiKey };
  const isJsonTwo = (configuration.api ?? (version === '19' ? 'json-2' : 'json-rpc')) === 'json-2';
  const wanted = wantedProperties(mapping.fields);
  const callBy = (exchange: Exchange) => (isJsonTwo ? jsonTwoCall : jsonRpcCall)(access, exchange);
  const load = (call: OdooCall, model: string, values: ReadonlyMap<string, string>) =>
    loadRecord(call, model, values, apiKey);

  /** The job there, and what it says of its applicants' properties. */
  async function findJob(
    call: OdooCall,
    { job }: InterviewResult,
    known: RecordId | null,
  ): Promise<{ id: RecordId; held: PropertyDefinition[] }> {
    const named = job.externalIds.find(({ system }) => system === 'odoo')?.id;
    const id = known ?? (named === undefined ? jobs[job.ref] : Number(named));
    const found = read(
      Jobs,
      await call(
        'hr.job',
        'search_read',
        {
          domain: id === undefined ? [['name', '=', job.title]] : [['id', '=', id]],
          fields: ['id', 'applicant_properties_definition'],
          limit: 2,
        },
        { isQuestion: true, assumed: [{ id: '<hr.job>', applicant_properties_definition: [] }] },
      ),
    );
    const [first, second] = found;
    if (second !== undefined)
      throw misconfigured(
        `Two jobs there are called "${job.title}". Enter the id of the right one in the settings, under jobs.`,
        `对方有两个名为“${job.title}”的岗位，请在设置的 jobs 中填写正确岗位的编号。`,
      );
    if (first !== undefined) return { id: first.id, held: first.applicant_properties_definition };
    if (!createsJobs || id !== undefined)
      throw misconfigured(
        `There is no job "${job.title}" (${job.ref}). Create it there, or enter its id in the settings, under jobs.`,
        `对方没有岗位“${job.title}”（${job.ref}）。请先在对方系统中创建，或在设置的 jobs 中填写其编号。`,
      );
    const values = new Map([
      ['id', externalId('job', job.ref)],
      ['name', job.title],
    ]);
    return { id: await load(call, 'hr.job', values), held: [] };
  }

  /** An application that was asked for by Odoo itself: the person stays as HR knows them. */
  async function findOrdered(call: OdooCall, orderId: string): Promise<{ id: number; job: RecordId }> {
    const id = Number(orderId);
    const found = read(
      Applicants,
      await call(
        'hr.applicant',
        'search_read',
        { domain: [['id', '=', id]], fields: ['id', 'job_id'], limit: 1 },
        { isQuestion: true, assumed: [{ id, job_id: ['<hr.job>', ''] }] },
      ),
    );
    const job = found[0]?.job_id;
    if (found[0] === undefined || job === undefined || job === false)
      throw misconfigured(
        `Application ${orderId}, which asked for this interview, is not there or has no job.`,
        `发起此次面试的申请 ${orderId} 不存在或没有岗位。`,
      );
    return { id, job: job[0] };
  }

  async function upsertApplicant(
    call: OdooCall,
    result: InterviewResult,
    { fields, job }: { fields: MappedFields; job: RecordId },
  ): Promise<RecordId> {
    const values = new Map([['id', externalId('applicant', result.id)]]);
    const columns = [...fields].filter(([name, value]) => !isProperty(name) && value !== null);
    if (version === '18') {
      // 18 alone keeps the person in a record of its own
      const person = new Map([['id', externalId('candidate', result.candidate.ref)]]);
      for (const [name, value] of columns) if (PERSON.has(name)) person.set(name, String(value));
      values.set('candidate_id/.id', String(await load(call, 'hr.candidate', person)));
    }
    for (const [name, value] of columns) if (version !== '18' || !PERSON.has(name)) values.set(name, String(value));
    // 17 wants a subject
    if (version === '17') values.set('name', `${String(fields.get('partner_name'))} – ${result.job.title}`);
    values.set('job_id/.id', String(job));
    return await load(call, 'hr.applicant', values);
  }

  async function writeProperties(call: OdooCall, id: RecordId, fields: MappedFields): Promise<void> {
    if (wanted.length === 0) return;
    const held = read(
      Applicants,
      await call(
        'hr.applicant',
        'read',
        { ids: [id], fields: ['applicant_properties'] },
        { isQuestion: true, assumed: [{ id, applicant_properties: [] }] },
      ),
    );
    const values = withValues(held[0]?.applicant_properties ?? [], fields);
    if (values === null) return;
    const vals = { applicant_properties: values };
    await call('hr.applicant', 'write', { ids: [id], vals, context: QUIET }, { isQuestion: false, assumed: true });
  }

  async function attachReport(call: OdooCall, id: RecordId, result: InterviewResult): Promise<RemoteIds> {
    if (configuration.report === 'none') return {};
    const ids: Record<string, string> = {};
    for (const [index, file] of (await reportFiles(result, options.report, locale)).entries()) {
      const values = new Map([
        ['id', externalId('report', `${result.id}_${index}`)],
        ['name', file.name],
        ['res_model', 'hr.applicant'],
        ['res_id', String(id)],
        ['mimetype', file.contentType],
        ['datas', Buffer.from(file.bytes).toString('base64')],
      ]);
      ids[`report${index}`] = String(await load(call, 'ir.attachment', values));
    }
    return ids;
  }

  /** One note for each revision. Posting has no key of its own, so the mark in an earlier one is looked for first. */
  async function postNote(call: OdooCall, id: RecordId, result: InterviewResult): Promise<void> {
    const mark = `${MODULE}:${result.id}.${result.revision}`;
    const domain = [
      ['model', '=', 'hr.applicant'],
      ['res_id', '=', id],
      ['body', 'ilike', mark],
    ];
    const count = await call('mail.message', 'search_count', { domain }, { isQuestion: true, assumed: 0 });
    if (count !== 0) return;
    const body = noteOf(result, locale, mark);
    const note = { ids: [id], body, body_is_html: true, message_type: 'comment', subtype_xmlid: 'mail.mt_note' };
    await call('hr.applicant', 'message_post', note, { isQuestion: false, assumed: [0] });
  }

  /** Archives the applicant and takes our report away; the rest is for its owner to erase. */
  async function archive(call: OdooCall, { resultId }: ErasureNotice, remoteIds: RemoteIds): Promise<void> {
    const { applicant } = remoteIds;
    const ids = applicant === undefined ? await notedApplicants(call, resultId) : [Number(applicant)];
    if (ids.length === 0)
      throw misconfigured(
        'No applicant of this interview was found there; look whether there is one, and erase it.',
        '对方系统中没有找到此次面试的应聘者，请人工核查并删除。',
      );
    const reports = Object.entries(remoteIds).flatMap(([name, id]) => (name.startsWith('report') ? [Number(id)] : []));
    const domain = [
      ['res_model', '=', 'hr.applicant'],
      ['res_id', 'in', ids],
      ['id', 'in', reports],
    ];
    // those that are still there: unlinking what is gone is an error
    const held = read(
      Records,
      await call('ir.attachment', 'search_read', { domain, fields: ['id'] }, { isQuestion: true, assumed: [] }),
    );
    if (held.length > 0)
      await call('ir.attachment', 'unlink', { ids: held.map(({ id }) => id) }, { isQuestion: false, assumed: true });
    const vals = { active: false };
    await call('hr.applicant', 'write', { ids, vals, context: QUIET }, { isQuestion: false, assumed: true });
  }

  /** Applicants with a note of this result: the ledger was lost, or the answer to their making. */
  async function notedApplicants(call: OdooCall, resultId: string): Promise<number[]> {
    const domain = [
      ['model', '=', 'hr.applicant'],
      ['body', 'ilike', `${MODULE}:${resultId}.`],
    ];
    const notes = read(
      Notes,
      await call('mail.message', 'search_read', { domain, fields: ['res_id'] }, { isQuestion: true, assumed: [] }),
    );
    return [...new Set(notes.map(({ res_id: id }) => id))];
  }

  return createHttpConnector(
    {
      secrets: [apiKey],
      deliver: async (result, exchange) => {
        const call = callBy(exchange);
        const { fields } = applyMapping(mapping, result);
        const ordered = result.order?.system === 'odoo' ? await findOrdered(call, result.order.id) : null;
        const job = await findJob(call, result, ordered?.job ?? null);
        const definitions = withDefinitions(job.held, wanted);
        if (definitions !== null) {
          // before the values: a value without a definition is accepted and silently dropped
          const vals = { applicant_properties_definition: definitions };
          await call('hr.job', 'write', { ids: [job.id], vals }, { isQuestion: false, assumed: true });
        }
        const id = ordered === null ? await upsertApplicant(call, result, { fields, job: job.id }) : ordered.id;
        const vals = Object.fromEntries(
          [...fields].filter(([name, value]) => !isProperty(name) && !PERSON.has(name) && value !== null),
        );
        if (ordered !== null && Object.keys(vals).length > 0)
          await call(
            'hr.applicant',
            'write',
            { ids: [id], vals, context: QUIET },
            { isQuestion: false, assumed: true },
          );
        await writeProperties(call, id, fields);
        const reports = await attachReport(call, id, result);
        await postNote(call, id, result);
        return { applicant: String(id), job: String(job.id), ...reports };
      },
      erase: async (notice, exchange, remoteIds) => archive(callBy(exchange), notice, remoteIds),
      check: async (exchange) => {
        const held = isJsonTwo
          ? (await exchange({ method: 'GET', url: `${access.url}/web/version`, isQuestion: true })).json
          : await jsonRpc(
              access,
              exchange,
              { service: 'common', method: 'version', args: [] },
              { isQuestion: true, assumed: {} },
            );
        const answered = z
          .object({ version: z.string().optional(), server_version: z.string().optional() })
          .safeParse(held);
        const found = answered.data?.version ?? answered.data?.server_version;
        if (found === undefined) throw new DeliveryEnded({ kind: 'transient', reason: 'stranger' });
        if (!found.startsWith(`${version}.`))
          throw misconfigured(
            `It is version ${found}; the settings say ${version}.`,
            `对方版本为 ${found}，设置中为 ${version}。`,
          );
        const rights = { operation: 'write', raise_exception: false };
        const mayWrite = await callBy(exchange)('hr.applicant', 'check_access_rights', rights, {
          isQuestion: true,
          assumed: true,
        });
        if (mayWrite !== true)
          throw misconfigured(
            `The user ${login} may not change applicants; it needs "Recruitment / Officer".`,
            `用户 ${login} 无权修改应聘者，需要“招聘/专员”权限。`,
          );
        return `${ODOO} ${found}`;
      },
    },
    options,
  );
}

/** What stands in the applicant's history. The mark is a comment: Odoo keeps those and drops attributes that it does not know. */
function noteOf(result: InterviewResult, locale: Locale, mark: string): string {
  const { overall, report } = result;
  const score = overall === null ? REPORT_WORDS.notScored[locale] : `${overall.value} (${overall.min}–${overall.max})`;
  const advice = ADVICE_WORDS[result.recommendation ?? 'none'][locale];
  const rows = [
    `<b>${escapeHtml(REPORT_WORDS.title[locale])}</b> · ${result.revision}`,
    `${escapeHtml(REPORT_WORDS.overall[locale])}: ${escapeHtml(score)}`,
    `${escapeHtml(REPORT_WORDS.advice[locale])}: ${escapeHtml(advice)}`,
    escapeHtml(REPORT_WORDS.note[locale]),
  ];
  if (report.url !== null)
    rows.push(`<a href="${escapeHtml(report.url)}">${escapeHtml(REPORT_WORDS.link[locale])}</a>`);
  return `<p>${rows.join('<br/>')}</p><!-- ${mark} -->`;
}
