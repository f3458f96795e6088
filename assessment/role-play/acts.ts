import type { RolePlayScenario } from '#shared/job/role-play.ts';

export type { ActName } from '#shared/assessment.ts';

/** Scenarios that are read alike: somebody is unhappy, or something is unsafe. */
export type RolePlayGroup = 'service' | 'safety';

export function groupOf(scenario: RolePlayScenario): RolePlayGroup {
  switch (scenario) {
    case 'customer_complaint':
    case 'late_parcel':
      return 'service';
    case 'machine_stop':
    case 'safety_shortcut':
      return 'safety';
  }
}
