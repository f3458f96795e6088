import { HubSessionDetail, HubSessionList } from '#shared/wire/hub-session.ts';

/** What head office sees, asked over HTTP like any other reader would. */
export function hubClient(hub: { url: string; token: string }) {
  const headers = { authorization: `Bearer ${hub.token}` };
  async function get(path: string): Promise<Response> {
    const response = await fetch(new URL(path, hub.url), { headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }
  return {
    sessions: async () => HubSessionList.parse(await (await get('/v1/sessions')).json()).sessions,
    session: async (id: string) => HubSessionDetail.parse(await (await get(`/v1/sessions/${id}`)).json()),
    media: async (sha256: string) => Buffer.from(await (await get(`/v1/media/${sha256}`)).arrayBuffer()),
  };
}
export type HubClient = ReturnType<typeof hubClient>;
