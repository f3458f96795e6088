import { candidatesConformance } from './candidates.conformance.ts';

candidatesConformance('SQLite', async () => undefined);
