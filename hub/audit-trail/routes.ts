import { z } from 'zod';
import { HubAuditPage, HubAuditVerification } from '#shared/wire/hub-audit.ts';
import { fromCursor, PageQuery, pageOf } from '../http/page-query.ts';
import type { Routes } from '../http/server.ts';
import type { AuditTrail } from './audit-trail.ts';

const AuditQuery = PageQuery.extend({ subject: z.string().max(200).optional() });

/** The hub's own audit log, for auditors. */
export function auditTrailRoutes(trail: AuditTrail): Routes {
  return (server) => {
    server.route({
      method: 'GET',
      url: '/v1/audit-log',
      config: { scope: 'audit:read', audit: 'audit_log.read' },
      schema: {
        summary: 'Who did and read what at the hub, the newest first',
        querystring: AuditQuery,
        response: { 200: HubAuditPage },
      },
      handler: async ({ query }) => {
        const place = fromCursor(query.cursor, z.tuple([z.int().positive()]));
        const lines = await trail.list({
          before: place?.[0] ?? null,
          limit: query.limit + 1,
          subject: query.subject,
        });
        const { rows, nextCursor } = pageOf(lines, query.limit, ({ seq }) => [seq]);
        return { lines: rows, nextCursor };
      },
    });

    server.route({
      method: 'GET',
      url: '/v1/audit-log/verification',
      config: { scope: 'audit:read', audit: 'audit_log.verified' },
      schema: {
        summary: 'Whether every line of the hub’s audit log follows from the one before it',
        response: { 200: HubAuditVerification },
      },
      handler: () => trail.verify(),
    });
  };
}
