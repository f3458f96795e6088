import { z } from 'zod';
import { Instant } from '../ids.ts';
import { Slug } from '../job/parts.ts';
import { Reason } from './actor.ts';
import { PageQuery } from './page.ts';

/** A time at a site when so many people can come. */
export const Slot = z.object({
  id: z.uuidv7(),
  siteId: Slug,
  /** Null: for any job. */
  jobId: Slug.nullable(),
  startsAt: Instant,
  endsAt: Instant,
  capacity: z.int().min(1),
  booked: z.int().nonnegative(),
  cancelledAt: Instant.nullable(),
});
export type Slot = z.infer<typeof Slot>;

export const NewSlots = z.strictObject({
  siteId: Slug,
  jobId: Slug.nullable().default(null),
  /** Each becomes a slot. */
  times: z
    .array(
      z
        .strictObject({ startsAt: Instant, endsAt: Instant })
        .refine(({ startsAt, endsAt }) => startsAt < endsAt, { error: 'must end after it starts', path: ['endsAt'] }),
    )
    .min(1)
    .max(200),
  capacity: z.int().min(1).max(500),
});
export type NewSlots = z.infer<typeof NewSlots>;

export const SlotQuery = PageQuery.extend({
  siteId: Slug.optional(),
  jobId: Slug.optional(),
  /** Only what starts at or after this instant. */
  from: Instant.optional(),
  onlyFree: z.enum(['true', 'false']).default('false'),
});
export type SlotQuery = z.infer<typeof SlotQuery>;

export const Invitation = z.object({
  id: z.uuidv7(),
  applicationId: z.uuidv7(),
  candidateId: z.string(),
  slot: Slot,
  /** What the candidate types in at the kiosk. */
  code: z.string(),
  channel: z.enum(['email', 'sms', 'both']),
  locale: z.enum(['zh-CN', 'en']).nullable(),
  /** Rises with every change (RFC 5545). */
  sequence: z.int().nonnegative(),
  state: z.enum(['active', 'cancelled']),
  createdAt: Instant,
  /** Each message of the newest sequence, as the queue has it. */
  deliveries: z.array(z.object({ by: z.enum(['email', 'sms']), state: z.string(), jobId: z.int() })),
});
export type Invitation = z.infer<typeof Invitation>;
export const InvitationQuery = PageQuery.extend({ applicationId: z.uuidv7().optional() });
export const Rescheduling = z.strictObject({ slotId: z.uuidv7(), reason: Reason });
export const InvitationCancelling = z.strictObject({ reason: Reason });

const Secret = z.string().min(1).max(500);

/** What messages say of a site. */
const Site = z.strictObject({
  id: Slug,
  name: z.strictObject({ 'zh-CN': z.string().min(1).max(200), en: z.string().min(1).max(200) }),
  address: z.string().max(300),
  phone: z.string().max(40),
  /** IANA name such as `Asia/Shanghai`: times in messages are local. */
  timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone such as Asia/Shanghai'),
});
export type Site = z.infer<typeof Site>;

const Smtp = z.strictObject({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535),
  /** `tls`: from the first byte. `starttls`: must be offered. `none`: only for a server on the same machine or network. */
  security: z.enum(['tls', 'starttls', 'none']),
  user: z.string().max(200).nullable(),
  password: Secret.nullable(),
  /** `HR <hr@example.com>`. */
  from: z.string().min(3).max(300),
});

/**
 * One HTTP request per message. In `url` and `body`, `{{phone}}` and `{{text}}` are replaced, escaped for where they stand: percent-encoded in the
 * address and in forms, as part of a string in JSON.
 */
const Sms = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  method: z.enum(['POST', 'PUT']),
  contentType: z.enum(['application/json', 'application/x-www-form-urlencoded']),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/), Secret),
  body: z.string().max(4000),
});
export type Sms = z.infer<typeof Sms>;

/** A part that is left out stays as it is; null takes it away. Secrets are never shown again. */
export const MessageSettingsInput = z.strictObject({
  organisation: z.string().min(1).max(200).optional(),
  smtp: Smtp.nullable().optional(),
  sms: Sms.nullable().optional(),
  sites: z.array(Site).max(500).optional(),
});
export type MessageSettingsInput = z.infer<typeof MessageSettingsInput>;

export const MessageSettings = z.strictObject({
  organisation: z.string().default('Anteroom'),
  smtp: Smtp.nullable().default(null),
  sms: Sms.nullable().default(null),
  sites: z.array(Site).default([]),
});
export type MessageSettings = z.infer<typeof MessageSettings>;

export const MessageSettingsShown = z.object({
  organisation: z.string(),
  smtp: Smtp.omit({ password: true }).extend({ hasPassword: z.boolean() }).nullable(),
  /** Host of the address, which may hold a key itself. */
  sms: z
    .object({ host: z.string(), method: z.string(), contentType: z.string(), headers: z.array(z.string()) })
    .nullable(),
  sites: z.array(Site),
});
export type MessageSettingsShown = z.infer<typeof MessageSettingsShown>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // RangeError: that is how Intl says no
  }
}
