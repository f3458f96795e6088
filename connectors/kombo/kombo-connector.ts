import { z } from 'zod';
import { Locale } from '#shared/localized.ts';
import { REPORT_WORDS } from '../report/report-words.ts';
import { reportFiles, type ReportSource } from '../report/report-files.ts';
import { applyMapping, nested } from '../result/apply-mapping.ts';
import { messageIn, succeeded } from '../result/exchange.ts';
import { createHttpConnector, erasedByHand, type HttpConnectorOptions } from '../result/http-connector.ts';
import type { Mapping, MappingTarget } from '../result/mapping.ts';
import { DeliveryEnded, type ResultConnector } from '../result/result-connector.ts';
import { lasting } from '../result/sentences.ts';

export const KomboConfiguration = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).default('https://api.kombo.dev/v1'),
  apiKey: z.string().min(8),
  /** Such as `workday:HWUTwvyx2wLoSUHphiWVrp28`. */
  integrationId: z.string().min(1),
  report: z.enum(['attached', 'none']).default('none'),
  locale: Locale.default('en'),
});
export type KomboConfiguration = z.infer<typeof KomboConfiguration>;

export const KOMBO_MAPPING: MappingTarget = {
  required: ['status', 'result_url'],
  fields: ['status', 'result_url', 'completed_at', 'score', 'max_score', 'remote_fields.*'],
  lists: {
    attributes: {
      required: ['id', 'label'],
      fields: ['id', 'label', 'score.value', 'score.max', 'status', 'type', 'value'],
    },
  },
};

const NAME = 'Kombo';

const missing = (en: string, zh: string) => new DeliveryEnded(lasting('misconfigured', NAME, { en, 'zh-CN': zh }));

/**
 * Answers an assessment order by the unified API (Workday, SuccessFactors, SmartRecruiters, Oracle and others behind it). An order ends once:
 * from COMPLETED its result may change, its status may not.
 */
export function createKomboConnector(
  { url, apiKey, integrationId, report, locale }: KomboConfiguration,
  mapping: Mapping,
  options: HttpConnectorOptions & { readonly report: ReportSource },
): ResultConnector {
  const base = url.replace(/\/+$/, '');
  const secrets = [apiKey];
  const headers = {
    authorization: `Bearer ${apiKey}`,
    'x-integration-id': integrationId,
    'content-type': 'application/json',
  };
  return createHttpConnector(
    {
      secrets,
      deliver: async (result, exchange) => {
        if (result.order?.system !== 'kombo')
          throw missing(
            'Nobody there has ordered this interview; only orders can be answered.',
            '对方没有为此面试下单，只能回复已有的订单。',
          );
        const { fields, lists } = applyMapping(mapping, result);
        const body = nested(fields);
        if (body['result_url'] === undefined)
          throw missing('The result has no address that it can be read at.', '结果没有可供查看的地址。');
        const attributes = (lists.get('attributes') ?? []).map((fields) => {
          const attribute = nested(fields);
          if (attribute['score'] !== undefined) return { type: 'SUB_RESULT', ...attribute };
          return {
            type: 'TEXT',
            label: attribute['label'],
            value: attribute['value'] ?? REPORT_WORDS.notScored[locale],
          };
        });
        const files = report === 'none' ? [] : await reportFiles(result, options.report, locale);
        const attachments = files.map(({ name, contentType, bytes }) => ({
          name,
          content_type: contentType,
          data: Buffer.from(bytes).toString('base64'),
        }));
        const answer = await exchange({
          method: 'PUT',
          url: `${base}/assessment/orders/${encodeURIComponent(result.order.id)}/result`,
          headers,
          body: JSON.stringify({ ...body, attributes, ...(attachments.length === 0 ? {} : { attachments }) }),
        });
        const error = (answer.json as { error?: unknown } | undefined)?.error;
        succeeded(answer, NAME, messageIn({ ...answer, json: error ?? answer.json }, ['message', 'title'], secrets));
        return { order: result.order.id };
      },
      erase: erasedByHand(NAME),
      check: async (exchange) => {
        const answer = await exchange({ method: 'GET', url: `${base}/check-api-key`, headers, isQuestion: true });
        succeeded(answer, NAME);
        return `${NAME}, ${integrationId.split(':')[0] ?? ''}`;
      },
    },
    options,
  );
}
