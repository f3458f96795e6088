import { bySiteConformance } from './by-site.conformance.ts';

bySiteConformance('SQLite', async () => undefined);
