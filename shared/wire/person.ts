import { z } from 'zod';
import { Scope } from './scope.ts';

/** What somebody at head office is there for; a person may have several. */
export const ROLES = ['administrator', 'hr', 'site_manager', 'auditor', 'integrator'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** Signs in with it; lower case, so that capitals do not matter. */
export const Login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{1,79}$/u, 'letters, digits and . _ @ + -, 2 to 80 signs');
const PersonName = z.string().trim().min(1).max(80);
const Roles = z
  .array(Role)
  .min(1)
  .transform((roles) => [...new Set(roles)]);
const Site = z.string().trim().min(1).max(80);
/** Null: all sites. */
const Sites = z.array(Site).min(1).max(500).nullable();
export const PASSWORD_MIN_LENGTH = 12;
/** Longer ones would only cost time to hash. */
export const PASSWORD_MAX_LENGTH = 256;
const Password = z.string().max(PASSWORD_MAX_LENGTH);
const Code = z.string().trim().max(100);
/** Six digits of an authenticator app, or a recovery code; spaces and hyphens do not matter. */
const SecondCode = z.string().max(40);

/** Somebody with an account at the hub. */
export const Person = z
  .object({
    id: z.string(),
    login: z.string(),
    name: z.string(),
    roles: z.array(Role),
    sites: z.array(z.string()).nullable(),
    /** Whether a password was chosen yet. */
    hasPassword: z.boolean(),
    /** Whether a code of an authenticator app is asked for at sign-in. */
    hasTotp: z.boolean(),
    disabledAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    lastSignInAt: z.iso.datetime().nullable(),
    /** Until when the code given out last can be used; null when none is open. */
    invitedUntil: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

/** Body of `GET /v1/people`, by name. */
export const PersonList = z.object({ people: z.array(Person) });
export type PersonList = z.infer<typeof PersonList>;

/** Body of `POST /v1/people`. */
export const NewPerson = z.strictObject({ login: Login, name: PersonName, roles: Roles, sites: Sites });
export type NewPerson = z.infer<typeof NewPerson>;

/** Body of `PATCH /v1/people/:id`; what is left out stays. */
export const PersonChange = z.strictObject({
  name: PersonName.optional(),
  roles: Roles.optional(),
  sites: Sites.optional(),
  isDisabled: z.boolean().optional(),
});
export type PersonChange = z.infer<typeof PersonChange>;

/** A code for choosing a password, shown this once. */
export const MadeInvitation = z.object({ person: Person, code: z.string(), expiresAt: z.iso.datetime() });
export type MadeInvitation = z.infer<typeof MadeInvitation>;

/** Body of `POST /v1/invitations/accept`. */
export const InvitationAnswer = z.strictObject({ code: Code, password: Password, totp: SecondCode.optional() });

/** Body of `POST /v1/sign-in`. */
export const SignIn = z.strictObject({ login: z.string().max(200), password: Password, totp: SecondCode.optional() });

/** Body of `POST /v1/me/password`. */
export const PasswordChange = z.strictObject({ password: Password, newPassword: Password });

/** How many recovery codes are given out with a second factor; each works once. */
export const RECOVERY_CODES = 10;

/** Answer of `GET /v1/me/totp`. */
export const TotpState = z.object({
  /** Since when a code is asked for at sign-in; null: it is not. */
  confirmedAt: z.iso.datetime().nullable(),
  recoveryCodesLeft: z.int().nonnegative(),
});
export type TotpState = z.infer<typeof TotpState>;

/** Body of `POST /v1/me/totp`. */
export const TotpSetup = z.strictObject({ password: Password });
/** Its answer: the secret for the authenticator app, as text (base32) and as the address in a QR code. */
export const MadeTotp = z.object({ secret: z.string(), uri: z.string() });
export type MadeTotp = z.infer<typeof MadeTotp>;

/** Body of `POST /v1/me/totp/confirm`. */
export const TotpConfirmation = z.strictObject({ code: SecondCode });
/** Its answer: shown this once. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()).length(RECOVERY_CODES) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

/** Body of `POST /v1/me/totp/remove`. */
export const TotpRemoval = z.strictObject({ password: Password, code: SecondCode });

/** Who the caller is: answer of `GET /v1/me` and of signing in. */
export const Me = z
  .object({
    kind: z.enum(['installation', 'device', 'person', 'api_key', 'channel']),
    id: z.string(),
    name: z.string(),
    scopes: z.array(Scope),
    sites: z.array(z.string()).nullable(),
    /** After this long without a request a person is signed out; null for callers without a session. */
    idleMs: z.int().positive().nullable(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;
