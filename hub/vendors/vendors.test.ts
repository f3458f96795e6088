import { vendorsConformance } from './vendors.conformance.ts';

vendorsConformance('SQLite', async () => undefined);
