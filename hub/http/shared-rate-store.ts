import type { FastifyRateLimitStore as Store, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import { performance } from 'node:perf_hooks';
import { callbackify } from 'node:util';
import { z } from 'zod';
import type { RateCounts } from './rate-counts.ts';

/** What the plugin hands over for a route, which its types do not say. */
const OfRoute = z.object({
  routeInfo: z.object({ method: z.union([z.string(), z.array(z.string())]), url: z.string() }),
});

/** So many that are over their limit are remembered here. */
const MAX_REMEMBERED = 5000;

/**
 * The store of `@fastify/rate-limit` over {@link RateCounts}: several hubs count together.
 *
 * Who is over the limit stays so until the window ends, and is not counted further: a flood costs the database nothing.
 */
export function sharedRateStore(counts: Pick<RateCounts, 'add'>): FastifyRateLimitStoreCtor {
  const overUntilMs = new Map<string, number>();

  async function add(bucket: string, windowMs: number, max: number): Promise<{ current: number; ttl: number }> {
    const overMs = (overUntilMs.get(bucket) ?? 0) - performance.now();
    if (overMs > 0) return { current: max + 1, ttl: Math.ceil(overMs) };
    overUntilMs.delete(bucket);
    const { count, leftMs } = await counts.add(bucket, windowMs);
    if (count > max) {
      for (const oldest of overUntilMs.keys()) {
        if (overUntilMs.size < MAX_REMEMBERED) break;
        overUntilMs.delete(oldest);
      }
      overUntilMs.set(bucket, performance.now() + leftMs);
    }
    return { current: count, ttl: leftMs };
  }

  // the plugin knows no promises here
  const addThen = callbackify(add);
  return class SharedStore implements Store {
    readonly #of: string;
    constructor(_options: unknown, of = 'any route') {
      this.#of = of;
    }
    incr(...[key, callback, windowMs, max]: Parameters<Store['incr']>): void {
      addThen(`${this.#of}: ${key}`, windowMs, max, callback);
    }
    /** A route with a limit of its own counts by itself. */
    child(options: unknown): Store {
      const { method, url } = OfRoute.parse(options).routeInfo;
      return new SharedStore(null, `${String(method)} ${url}`);
    }
  };
}
