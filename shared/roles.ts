import { z } from 'zod';

/**
 * Who may call. `candidate` is every page nobody signed in to; `manager` reviews and decides; `technician` installs and
 * configures (and is what a kiosk without any staff account starts as, so that the first PIN can be made).
 */
export const Role = z.enum(['candidate', 'manager', 'technician']);
export type Role = z.infer<typeof Role>;
