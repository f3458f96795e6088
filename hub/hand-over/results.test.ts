import { resultsConformance } from './results.conformance.ts';

resultsConformance('SQLite', async () => undefined);
