import { startTargetServer, type Reply, type TargetServer } from '../result/target-server.fake.ts';

type Values = Record<string, unknown>;
type Definition = { name: string; type?: string };
type Applicant = Values & { id: number; properties: Record<string, unknown> };

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  'hr.job': ['name', 'applicant_properties_definition'],
  'hr.candidate': ['partner_name', 'email_from', 'partner_phone', 'linkedin_profile'],
  'hr.applicant': [
    'name',
    'partner_name',
    'email_from',
    'partner_phone',
    'linkedin_profile',
    'priority',
    'job_id',
    'candidate_id',
    'stage_id',
    'applicant_properties',
    'active',
  ],
  'ir.attachment': ['name', 'res_model', 'res_id', 'mimetype', 'datas'],
};

/** An error of the server, with the trace that the real one sends along. */
class ServerError extends Error {
  readonly status: number;
  readonly kind: string;

  constructor(status: number, kind: string, message: string) {
    super(message);
    this.status = status;
    this.kind = kind;
  }
}

const traceOf = (error: ServerError) =>
  `Traceback (most recent call last):\n  File "/usr/lib/python3/dist-packages/odoo/http.py", line 2273, in _serve_db\n${error.kind}: ${error.message}`;

export type FakeOdoo = TargetServer & {
  readonly key: string;
  readonly applicants: ReadonlyMap<number, Applicant>;
  readonly jobs: ReadonlyMap<number, Values>;
  readonly attachments: ReadonlyMap<number, Values>;
  readonly notes: readonly { readonly id: number; readonly applicant: number; readonly body: string }[];
  /** Mails that would have gone to candidates. */
  readonly mails: readonly string[];
  readonly addJob: (name: string, definitions?: readonly Definition[]) => number;
  readonly addApplicant: (values: Values) => number;
  /** The id behind an external id. */
  readonly idOf: (externalId: string) => number | undefined;
};

/**
 * An Odoo as far as a recruitment connector sees it, written down from a real 19: JSON-2 and JSON-RPC, `load` that answers 200 when it
 * refuses, properties that a write clears, a mail to the candidate when a stage is named.
 *
 * @param version 17 and 18 have no JSON-2; 18 alone has hr.candidate; 17 wants a subject
 */
export async function startFakeOdoo(version: '17' | '18' | '19'): Promise<FakeOdoo> {
  const key = 'odoo-key-4e1f0b7c2d9a';
  const database = 'anteroom';
  const login = 'anteroom-hub';
  const jobs = new Map<number, Values>();
  const applicants = new Map<number, Applicant>();
  const candidates = new Map<number, Values>();
  const attachments = new Map<number, Values>();
  const notes: { id: number; applicant: number; body: string }[] = [];
  const mails: string[] = [];
  const externalIds = new Map<string, { model: string; id: number }>();
  let last = 0;
  const tables: Readonly<Record<string, Map<number, Values>>> = {
    'hr.job': jobs,
    'hr.applicant': applicants,
    'ir.attachment': attachments,
    ...(version === '18' ? { 'hr.candidate': candidates } : {}),
  };
  const table = (model: string): Map<number, Values> => {
    const found = tables[model];
    if (found === undefined)
      throw new ServerError(404, 'werkzeug.exceptions.NotFound', `the model '${model}' does not exist`);
    return found;
  };
  const record = (model: string, id: unknown): Values => {
    const found = table(model).get(Number(id));
    if (found === undefined)
      throw new ServerError(
        404,
        'odoo.exceptions.MissingError',
        `Record does not exist or has been deleted.\n(Record: ${model}(${String(id)},), User: 5)`,
      );
    return found;
  };

  function write(model: string, id: number, values: Values): void {
    const held = record(model, id);
    for (const name of Object.keys(values))
      if (!(COLUMNS[model] ?? []).includes(name) && !name.startsWith('x_'))
        throw new ServerError(500, 'builtins.ValueError', `Invalid field '${name}' in '${model}'`);
    const { applicant_properties: properties, ...rest } = values;
    Object.assign(held, rest);
    // whatever is not in the dictionary is gone
    if (properties !== undefined) held['properties'] = { ...(properties as Values) };
  }

  function load(
    model: string,
    fields: readonly string[],
    data: readonly (readonly string[])[],
    context: Values,
  ): unknown {
    const refused = (message: string, field?: string) => ({
      ids: false,
      messages: [
        { type: 'error', record: 0, rows: { from: 0, to: 0 }, message, ...(field === undefined ? {} : { field }) },
      ],
    });
    const ids: number[] = [];
    const done: (() => void)[] = [];
    for (const row of data) {
      const values: Values = {};
      let externalId = '';
      for (const [index, field] of fields.entries()) {
        const text = row[index] ?? '';
        const [column = '', how] = field.split('/');
        if (field === 'id') externalId = text;
        else if (!(COLUMNS[model] ?? []).includes(column) && !column.startsWith('x_'))
          throw new ServerError(500, 'builtins.ValueError', `Invalid field name '${column}'`);
        else if (how === '.id') {
          const model = column === 'job_id' ? 'hr.job' : 'hr.candidate';
          if (!table(model).has(Number(text)))
            return refused(`No matching record found for database id '${text}' in field '${column}'`, column);
          values[column] = Number(text);
        } else values[column] = text;
      }
      const known = externalIds.get(externalId);
      const priority = values['priority'] as string | undefined;
      if (model === 'hr.applicant' && priority !== undefined && !/^[0-3]$/.test(priority))
        return refused(`Value '${priority}' not found in selection field 'Evaluation'`, 'priority');
      if (known === undefined && model === 'hr.applicant') {
        const needed = version === '18' ? 'candidate_id' : version === '17' ? 'name' : 'partner_name';
        if (values[needed] === undefined) return refused(`Missing required value for the field '${needed}'`, needed);
        if (values['stage_id'] !== undefined && context['tracking_disable'] !== true)
          mails.push(String(values['email_from']));
      }
      const id = known?.id ?? (last += 1);
      ids.push(id);
      done.push(() => {
        if (known === undefined) {
          externalIds.set(externalId, { model, id });
          table(model).set(id, { id, ...(model === 'hr.applicant' ? { properties: {} } : {}) });
        }
        write(model, id, values);
      });
    }
    for (const one of done) one();
    return { ids, messages: [], nextrow: 0 };
  }

  /** The definitions of the applicant's job, each with the value that is held. */
  function propertiesOf(applicant: Values): unknown {
    const definitions = (jobs.get(Number(applicant['job_id']))?.['applicant_properties_definition'] ??
      []) as Definition[];
    const values = applicant['properties'] as Values;
    // one that was never set has no value at all
    return definitions.map((definition) => ({
      ...definition,
      ...(definition.name in values ? { value: values[definition.name] } : {}),
    }));
  }

  function shown(model: string, held: Values, fields: readonly string[]): Values {
    const value = (name: string): unknown => {
      if (name === 'applicant_properties') return propertiesOf(held);
      if (name === 'job_id') return [held['job_id'], jobs.get(Number(held['job_id']))?.['name']];
      return held[name] ?? false;
    };
    for (const name of fields)
      if (name !== 'id' && !(COLUMNS[model] ?? []).includes(name))
        throw new ServerError(500, 'builtins.ValueError', `Invalid field '${name}' on '${model}'`);
    return Object.fromEntries(['id', ...fields].map((name) => [name, value(name)]));
  }

  function call(model: string, method: string, args: Values): unknown {
    const ids = (args['ids'] ?? []) as number[];
    const fields = (args['fields'] ?? []) as string[];
    const domain = (args['domain'] ?? []) as [string, string, unknown][];
    if (model === 'mail.message' && method === 'search_count') {
      const value = (name: string) => domain.find(([field]) => field === name)?.[2];
      return notes.filter(
        ({ applicant, body }) => applicant === value('res_id') && body.includes(String(value('body'))),
      ).length;
    }
    if (model === 'mail.message' && method === 'search_read') {
      const mark = String(domain.find(([field]) => field === 'body')?.[2]);
      return notes.filter(({ body }) => body.includes(mark)).map(({ id, applicant }) => ({ id, res_id: applicant }));
    }
    const isMet = (held: Values, [field, operator, value]: [string, string, unknown]): boolean =>
      operator === 'in' ? (value as unknown[]).map(Number).includes(Number(held[field])) : held[field] === value;
    switch (method) {
      case 'unlink':
        for (const id of ids) record(model, id);
        for (const id of ids) table(model).delete(id);
        return true;
      case 'load':
        return load(model, fields, args['data'] as string[][], (args['context'] ?? {}) as Values);
      case 'search_read':
        return [...table(model).values()]
          .filter((held) => domain.every((term) => isMet(held, term)))
          .slice(0, (args['limit'] as number | undefined) ?? 80)
          .map((held) => shown(model, held, fields));
      case 'read':
        return ids.map((id) => shown(model, record(model, id), fields));
      case 'write':
        for (const id of ids) write(model, id, args['vals'] as Values);
        return true;
      case 'message_post':
        for (const id of ids) {
          record(model, id);
          notes.push({ id: (last += 1), applicant: id, body: String(args['body']) });
        }
        return [last];
      case 'check_access_rights':
        return true;
      default:
        throw new ServerError(404, 'werkzeug.exceptions.NotFound', `the method '${model}.${method}' does not exist`);
    }
  }

  function jsonTwo(path: string, authorization: string | undefined, args: Values): Reply {
    const [, model = '', method = ''] = /^\/json\/2\/([\w.]+)\/(\w+)$/.exec(path) ?? [];
    if (version !== '19') return { status: 404, text: '<html>Not Found</html>' };
    try {
      if (authorization !== `bearer ${key}`)
        throw new ServerError(401, 'werkzeug.exceptions.Unauthorized', 'Invalid apikey');
      return { json: call(model, method, args) };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      return {
        status: error.status,
        json: { name: error.kind, message: error.message, arguments: [], debug: traceOf(error) },
      };
    }
  }

  function jsonRpc(params: { service: string; method: string; args: unknown[] }): Reply {
    const answer = (result: unknown): Reply => ({ json: { jsonrpc: '2.0', id: 1, result } });
    try {
      const { service, method, args } = params;
      if (service === 'common' && method === 'version') return answer({ server_version: `${version}.0` });
      if (service === 'common') return answer(args[0] === database && args[1] === login && args[2] === key ? 5 : false);
      const [, uid, given, model, name, positional, named] = args as [
        string,
        unknown,
        string,
        string,
        string,
        unknown[],
        Values,
      ];
      if (uid !== 5 || given !== key) throw new ServerError(200, 'odoo.exceptions.AccessDenied', 'Access Denied');
      return answer(call(model, name, { ...named, ...(positional[0] === undefined ? {} : { ids: positional[0] }) }));
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      const data = { name: error.kind, message: error.message, debug: traceOf(error) };
      return { json: { jsonrpc: '2.0', id: 1, error: { code: 0, message: 'Odoo Server Error', data } } };
    }
  }

  const server = await startTargetServer(({ method, path, headers, json }) => {
    if (method === 'GET' && path === '/web/version' && version === '19')
      return { json: { version: '19.0', version_info: [19, 0] } };
    if (method === 'POST' && path === '/jsonrpc')
      return jsonRpc((json as { params: Parameters<typeof jsonRpc>[0] }).params);
    if (method === 'POST' && path.startsWith('/json/2/')) return jsonTwo(path, headers.authorization, json as Values);
    return { status: 404, text: '<html>Not Found</html>' };
  });
  return {
    ...server,
    key,
    applicants,
    jobs,
    attachments,
    notes,
    mails,
    addJob: (name, definitions = []) => {
      const id = (last += 1);
      jobs.set(id, { id, name, applicant_properties_definition: [...definitions] });
      return id;
    },
    addApplicant: (values) => {
      const id = (last += 1);
      applicants.set(id, { id, properties: {}, ...values });
      return id;
    },
    idOf: (externalId) => externalIds.get(externalId)?.id,
  };
}
