import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 32;
/** Unused tokens kept; an older one is forgotten, so minting cannot grow without bound. */
const MAX_UNUSED_TOKENS = 8;

function isSame(a: string, b: string): boolean {
  // hashing first makes the lengths equal, so nothing about the secret shows in the time this takes
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

/**
 * Who may talk to the host. A one-time token is exchanged for a session id signed with the session secret, so a host that
 * was restarted with the same secret still knows its page, and nothing secret needs to be stored (ADR 0002).
 */
export class PageSessions {
  readonly #secret: Buffer;
  readonly #cookieName: string;
  #unusedTokens: string[] = [];

  /** @param options.port part of the cookie's name, because cookies ignore ports: two hosts must not mix */
  constructor(options: { secret: Buffer; port: number }) {
    this.#secret = options.secret;
    this.#cookieName = `anteroom_${options.port}`;
  }

  /** A token that one page may exchange once. */
  mint(): string {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    this.#unusedTokens = [...this.#unusedTokens, token].slice(-MAX_UNUSED_TOKENS);
    return token;
  }

  /** The `set-cookie` value for this token; null when it was never minted or is used up. */
  redeem(token: string): string | null {
    const found = this.#unusedTokens.find((unused) => isSame(unused, token));
    if (found === undefined) return null;
    this.#unusedTokens = this.#unusedTokens.filter((unused) => unused !== found);
    const id = randomBytes(TOKEN_BYTES).toString('base64url');
    return `${this.#cookieName}=${id}.${this.#sign(id)}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** The session id in a request's `cookie` header; null when there is none, or its signature is not ours. */
  recognise(cookieHeader: string | undefined): string | null {
    const prefix = `${this.#cookieName}=`;
    const cookie = (cookieHeader ?? '').split(/; */).find((pair) => pair.startsWith(prefix));
    const [id, signature, ...rest] = cookie?.slice(prefix.length).split('.') ?? [];
    if (id === undefined || signature === undefined || rest.length > 0) return null;
    return isSame(signature, this.#sign(id)) ? id : null;
  }

  #sign(id: string): string {
    return createHmac('sha256', this.#secret).update(id).digest('base64url');
  }
}
