import { startTargetServer, type TargetServer } from '../result/target-server.fake.ts';

type Interview = {
  readonly id: string;
  readonly external_application_id: string;
  readonly interview_assessments?: readonly {
    readonly content?: string;
    readonly assessment_dimension_list?: readonly { score?: number }[];
  }[];
};

/** 飞书招聘 as its published pages describe it: token, create with an `external_id` that works once, query by pages, PUT that replaces all. */
export async function startFakeFeishuHire(
  secret: string,
): Promise<TargetServer & { readonly interviews: ReadonlyMap<string, Interview> }> {
  const interviews = new Map<string, Interview>();
  const used = new Set<string>();
  const bad = (code: number, msg: string) => ({ status: 400, json: { code, msg } });
  const server = await startTargetServer(({ method, path, headers, json }) => {
    const body = json as Record<string, unknown>;
    const { pathname, searchParams } = new URL(path, 'http://x');
    if (pathname === '/open-apis/auth/v3/tenant_access_token/internal')
      return body['app_secret'] === secret
        ? { json: { code: 0, msg: 'ok', tenant_access_token: 't-g1044', expire: 7200 } }
        : { json: { code: 10014, msg: 'app secret invalid' } };
    if (headers.authorization !== 'Bearer t-g1044') return bad(99_991_663, 'Invalid access token for authorization');
    const root = '/open-apis/hire/v1/external_interviews';
    if (method === 'POST' && pathname === `${root}/batch_query`) {
      const ours = [...interviews.values()].filter(
        (one) => one.external_application_id === searchParams.get('external_application_id'),
      );
      const from = Number(searchParams.get('page_token') ?? 0);
      const size = Number(searchParams.get('page_size') ?? 10);
      const items = ours.slice(from, from + size);
      return {
        json: {
          code: 0,
          msg: 'ok',
          data: { items, has_more: from + size < ours.length, page_token: String(from + size) },
        },
      };
    }
    if (typeof body['external_application_id'] !== 'string') return bad(1_002_002, 'parameter error');
    const { external_id: externalId, ...fields } = body;
    if (method === 'POST' && pathname === root) {
      if (used.has(externalId as string)) return bad(1_002_002, 'external_id was used in the last 24 hours');
      used.add(externalId as string);
      const interview = { id: String(6_960_663_240 + interviews.size), ...fields } as Interview;
      interviews.set(interview.id, interview);
      return { json: { code: 0, msg: 'ok', data: { external_interview: interview } } };
    }
    const id = pathname.slice(root.length + 1);
    if (method !== 'PUT' || !interviews.has(id)) return bad(1_002_002, 'parameter error');
    const interview = { id, ...fields } as Interview;
    interviews.set(id, interview);
    return { json: { code: 0, msg: 'ok', data: { external_interview: interview } } };
  });
  return { ...server, interviews };
}
