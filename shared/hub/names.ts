import { z } from 'zod';
import { Slug } from '../job/parts.ts';
import { Localized } from '../localized.ts';
import { Partner } from './checks.ts';
import { Workflow } from './workflow.ts';

/** What the ids of the flow are called, for people. */
export const FlowNames = z.object({
  /** Published, applied for, or with a flow of their own. */
  jobs: z.array(
    Workflow.omit({ createdAt: true, createdBy: true }).extend({
      /** Of the newest version published; the id where none was. */
      title: Localized,
      dimensions: z.array(z.object({ id: Slug, name: Localized })),
    }),
  ),
  sites: z.array(z.object({ id: Slug, name: Localized, timeZone: z.string() })),
  partners: z.array(Partner.omit({ url: true })),
  /** Where a hand-over goes. */
  connectors: z.array(z.object({ id: z.string(), kind: z.string() })),
});
export type FlowNames = z.infer<typeof FlowNames>;

/** How much waits for a person's word. */
export const OpenDecisions = z.object({ proposals: z.int().nonnegative(), mergeProposals: z.int().nonnegative() });
export type OpenDecisions = z.infer<typeof OpenDecisions>;
