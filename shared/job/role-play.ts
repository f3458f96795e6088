import { z } from 'zod';
import { Localized } from '../localized.ts';
import { MaxChars, question, scored, Slug, speaking } from './parts.ts';

/** The scenarios whose acts the engine knows. */
export const RolePlayScenario = z.enum(['customer_complaint', 'late_parcel', 'machine_stop', 'safety_shortcut']);
export type RolePlayScenario = z.infer<typeof RolePlayScenario>;

/** One line of the other person; the candidate answers by voice or in writing. */
const Turn = z.strictObject({
  id: Slug,
  /** Shown as a speech bubble and read aloud. */
  says: Localized,
  maxAnswerMs: speaking.maxAnswerMs,
  maxChars: MaxChars,
});

/** A conversation of 2 to 4 turns, scored by acts (apology, solution, question …), words only. `prompt` tells the situation. */
export const RolePlayItem = z.strictObject({
  ...question,
  ...scored,
  kind: z.literal('role_play'),
  scenario: RolePlayScenario,
  /** Who speaks, as shown above the bubble: "An upset customer". */
  partner: Localized,
  thinkMs: speaking.thinkMs,
  turns: z.array(Turn).min(2).max(4),
  /** For the receipt: a true sentence about a conversation that went well (level 4 or 5). */
  strength: Localized,
});
export type RolePlayItem = z.infer<typeof RolePlayItem>;
