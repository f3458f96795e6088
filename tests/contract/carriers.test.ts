import { CARRIERS } from './carriers.ts';
import { contractConformance } from './contract.conformance.ts';

CARRIERS.forEach(contractConformance);
