import { z } from 'zod';
import type { InterviewResult } from '#shared/result.ts';
import { applyMapping, nested } from '../result/apply-mapping.ts';
import { outcomeOfStatus, succeeded, type Exchange } from '../result/exchange.ts';
import { createHttpConnector, type HttpConnectorOptions } from '../result/http-connector.ts';
import type { Mapping, MappingTarget } from '../result/mapping.ts';
import { DeliveryEnded, type ErasureNotice, type ResultConnector } from '../result/result-connector.ts';
import { lasting } from '../result/sentences.ts';
import { secretOf, WebhookKey, webhookSignature } from './webhook-signature.ts';

export const WebhookConfiguration = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** Where events come from, as the receiver knows us: usually the address of the hub. */
  source: z.url(),
  /** Each signs; two while keys are exchanged. */
  keys: z.array(WebhookKey).min(1).max(4),
});
export type WebhookConfiguration = z.infer<typeof WebhookConfiguration>;

/** Any field name: the receiver is somebody's own program. */
export const WEBHOOK_MAPPING: MappingTarget = { required: [], fields: ['*'] };

const NAME = { en: 'The webhook', 'zh-CN': '此 webhook' };
/** What Standard Webhooks asks receivers to expect at most. */
const MAX_BODY_BYTES = 20 * 1024;
const EVENT_TYPE = 'anteroom.interview.result';
const ERASED_TYPE = 'anteroom.interview.erased';

/**
 * The event as CloudEvents 1.0 in structured JSON. Its id is that of the revision, so a receiver that remembers ids takes it once; the same
 * revision is the same text at every attempt.
 */
export function resultEvent(result: InterviewResult, source: string, mapping: Mapping | null): Record<string, unknown> {
  // what was said is not sent unless a mapping asks for it
  const { answers: _, ...document } = result;
  return {
    specversion: '1.0',
    id: `${result.id}.${result.revision}`,
    source,
    type: EVENT_TYPE,
    subject: result.id,
    ...(result.completedAt === null ? {} : { time: result.completedAt }),
    datacontenttype: 'application/json',
    data: mapping === null ? document : nested(applyMapping(mapping, result).fields),
  };
}

/** The event that says that a person was erased; one for a result, whatever revisions there were. */
export function erasureEvent({ resultId, revision, erasedAt }: ErasureNotice, source: string): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: `${resultId}.erased`,
    source,
    type: ERASED_TYPE,
    subject: resultId,
    time: erasedAt,
    datacontenttype: 'application/json',
    data: { id: resultId, revision, erasedAt },
  };
}

/** Sends each revision as a signed event. @param now for the time in the signature */
export function createWebhookConnector(
  { url, source, keys }: WebhookConfiguration,
  mapping: Mapping | null,
  options: HttpConnectorOptions & { readonly now: () => Date },
): ResultConnector {
  async function post(exchange: Exchange, id: string, event: Record<string, unknown>): Promise<void> {
    const body = JSON.stringify(event);
    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_BODY_BYTES)
      throw new DeliveryEnded(
        lasting('too_large', NAME, {
          en: `It is ${bytes} bytes; at most ${MAX_BODY_BYTES} are sent.`,
          'zh-CN': `共 ${bytes} 字节，最多发送 ${MAX_BODY_BYTES} 字节。`,
        }),
      );
    const timestamp = Math.floor(options.now().getTime() / 1000);
    const answer = await exchange({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': webhookSignature(keys, id, timestamp, body),
      },
      body,
    });
    // the words of somebody's own program are not passed on: nobody knows what stands in them
    succeeded(answer, NAME);
  }

  return createHttpConnector(
    {
      secrets: keys.map(secretOf),
      deliver: async (result, exchange) => {
        const id = `${result.id}.${result.revision}`;
        await post(exchange, id, resultEvent(result, source, mapping));
        return { event: id };
      },
      erase: (notice, exchange) => post(exchange, `${notice.resultId}.erased`, erasureEvent(notice, source)),
      check: async (exchange) => {
        const answer = await exchange({
          method: 'OPTIONS',
          url,
          headers: { 'webhook-request-origin': new URL(source).host },
          isQuestion: true,
        });
        // many receivers know no OPTIONS: that they say so is an answer too
        const isThere = answer.status < 400 || answer.status === 405 || answer.status === 501;
        if (!isThere) throw new DeliveryEnded(outcomeOfStatus(answer, NAME, null));
        return new URL(url).host;
      },
    },
    options,
  );
}
