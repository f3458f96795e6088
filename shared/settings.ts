import { z } from 'zod';
import { Locale } from './localized.ts';

/** A time of day on the clock on the wall, `HH:MM`. */
const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Hours on the clock on the wall; `to` before `from` goes over midnight. */
const Hours = z
  .strictObject({ from: LocalTime, to: LocalTime })
  .refine(({ from, to }) => from !== to, { path: ['to'] });

/** How this kiosk sends: ceiling, hours, and whose certificates it believes. */
const Sending = z.strictObject({
  /** Ceiling for everything sent to head office, 1000 bit/s; 0: none. Below 64 an evening's interviews do not get through. */
  kbitPerSecond: z.union([z.literal(0), z.int().min(64).max(1_000_000)]),
  /**
   * Hours in which everything may leave; `to` before `from` goes over midnight. Erasures and decisions leave at any time: somebody
   * has a right to the first, others act on the second, and both are small. Null: no hours.
   */
  window: Hours.nullable(),
  /** PEM certificates of the only authorities believed for head office; empty: the public ones. */
  caPem: z
    .string()
    .trim()
    .max(32_768)
    .regex(/^((-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+)?$/),
  /** Base64 SHA-256 of public keys (RFC 7469), one of which must be in head office's chain; empty: any. Two, for a change of keys. */
  pins: z.array(z.string().regex(/^[A-Za-z0-9+/]{43}=$/)).max(2),
});

const DEFAULT_SENDING: z.infer<typeof Sending> = { kbitPerSecond: 0, window: null, caPem: '', pins: [] };

/** A receipt printer that speaks ESC/POS. */
const ThermalPrinter = z.strictObject({
  kind: z.literal('thermal'),
  /** `host:port` (most listen on 9100), or a printer's device. */
  address: z
    .string()
    .trim()
    .max(260)
    .regex(/^(\/dev\/(usb\/)?lp\d{1,2}|[A-Za-z0-9.-]{1,253}:\d{1,5}|\[[0-9A-Fa-f:]{2,39}\]:\d{1,5})$/),
  /** Letters on a line: 58 mm paper has 32, 80 mm has 48. */
  columns: z.union([z.literal(32), z.literal(48)]),
  /**
   * `gbk`: the printer has Chinese characters in it; `latin`: letters of Europe alone; `picture`: none are asked of it, every line is
   * drawn here.
   */
  characters: z.enum(['gbk', 'latin', 'picture']),
});
export type ThermalPrinter = z.infer<typeof ThermalPrinter>;

/** Where receipts are printed; null: nowhere. */
const PrinterSetting = z
  .discriminatedUnion('kind', [
    /** By name; empty for the system's default. */
    z.strictObject({
      kind: z.literal('system'),
      name: z
        .string()
        .trim()
        .max(120)
        .regex(/^[^\s/#-][^\s/#]*$|^$/),
    }),
    ThermalPrinter,
  ])
  .nullable();
export type PrinterSetting = z.infer<typeof PrinterSetting>;

/** When a new version of the program may take the place of this one. */
const Updates = z.strictObject({
  /** Only in these hours; null: whenever nobody has used the kiosk for half an hour. */
  window: Hours.nullable(),
});

/** How reviews end in a number (scoring.md §6). */
const Review = z.strictObject({
  /** People and machine are combined by formula; otherwise people alone count. */
  mayCombine: z.boolean(),
});

/**
 * Settings of one kiosk, version 1. A later version extends this shape and is read through a variant on `version`,
 * so an old file is migrated, never reset.
 */
export const Settings = z.strictObject({
  version: z.literal(1),
  site: z.strictObject({
    name: z.string().trim().min(1).max(80),
    /** Printed on the receipt: where a candidate can call. */
    phone: z.string().trim().max(40),
  }),
  locale: Locale,
  /** Posts offered on the attract screen, in this order; empty offers all that are for hiring. */
  jobIds: z.array(z.string().max(64)).max(50),
  /** The jurisdiction pack: consent texts, minimum age, forbidden features. */
  packId: z.string().max(32),
  /** `handset` records sound by a wired handset on the kiosk's side; the page still records video. */
  microphone: z.enum(['page', 'handset']),
  /** Name of the handset's device for the recorder program; empty for the system's default. */
  handsetDevice: z.string().max(120),
  /** The keyboard on the screen: `automatic` when a field is touched and no key of a real one was pressed since. */
  keyboard: z.enum(['automatic', 'always', 'never']).default('automatic'),
  /** A numeric keypad is there for those who cannot use the screen: its keys walk the whole interview. */
  hasKeypad: z.boolean().default(false),
  printer: PrinterSetting.default(null),
  idle: z.strictObject({
    /** Without a touch for this long the screen asks "are you still there?". */
    warnAfterMs: z.int().min(15_000).max(900_000),
    /** Then this long to answer before the interview is sealed and the screen wiped (WCAG 2.2.1: at least 20 s). */
    sealAfterMs: z.int().min(20_000).max(300_000),
  }),
  /** Staff are signed out after this long without a touch. */
  autoLockMs: z.int().min(30_000).max(3_600_000),
  /** The kiosk restarts itself once in this hour of the day (clock on the wall) when nobody is there; null: never. */
  restartHour: z.int().min(0).max(23).nullable().default(null),
  hub: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      /** Null where the kiosk is enrolled: it signs what it sends with a key of its own. */
      token: z.string().min(16).max(200).nullable(),
    })
    .nullable(),
  sending: Sending.default(DEFAULT_SENDING),
  updates: Updates.default({ window: null }),
  /**
   * A language model on this machine or on the site's own network (OpenAI-compatible). It may choose which authored follow-up
   * question is asked; it never scores, and nothing but question and answer is sent to it. Off by default.
   */
  probeModel: z
    .strictObject({ url: z.url({ protocol: /^https?$/ }), model: z.string().trim().min(1).max(120) })
    .nullable()
    .default(null),
  review: Review.default({ mayCombine: false }),
  /**
   * Public half of the organisation's recovery key, an age recipient (https://age-encryption.org/v1): opens this kiosk's data when
   * its own keyring is lost. Empty: nobody can.
   */
  recoveryRecipient: z
    .string()
    .trim()
    .regex(/^(|age1[02-9ac-hj-np-z]{58})$/)
    .default(''),
});
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  site: { name: 'Anteroom', phone: '' },
  locale: 'zh-CN',
  jobIds: [],
  packId: 'strict',
  microphone: 'page',
  handsetDevice: '',
  keyboard: 'automatic',
  hasKeypad: false,
  printer: null,
  idle: { warnAfterMs: 90_000, sealAfterMs: 30_000 },
  autoLockMs: 300_000,
  restartHour: null,
  hub: null,
  sending: DEFAULT_SENDING,
  updates: { window: null },
  probeModel: null,
  review: { mayCombine: false },
  recoveryRecipient: '',
};
