import type { Item, Job } from '../job.ts';
import { skillKey } from '../skill-key.ts';
import { variantGroups } from './variants.ts';

/** Which question of a group somebody is asked, and for which of their skills; none for the default. */
export interface PersonalChoice {
  readonly group: string;
  readonly itemId: string;
  readonly skills: readonly string[];
}

export interface PersonalItems {
  readonly items: readonly Item[];
  readonly choices: readonly PersonalChoice[];
}

/**
 * The questions one person is asked (S4, R23): of every group exactly one, the one with the most of their skills, of equals the one that
 * comes first; where no skill fits, the first, which is the default. It stands where the group begins, whichever it is, so that everybody
 * has the same number of questions and the same competencies in the same order and time. The same skills give the same questions.
 */
export function choosePersonalItems(job: Pick<Job, 'items'>, skills: readonly string[]): PersonalItems {
  const own = new Set(skills.map(skillKey));
  const choices = variantGroups(job).flatMap(({ id, members }): (PersonalChoice & { item: Item })[] => {
    const matched = members.map((item) => ({
      item,
      skills: [...new Set(item.variant?.tags.map(skillKey) ?? [])].filter((tag) => own.has(tag)),
    }));
    const most = Math.max(...matched.map((each) => each.skills.length));
    const best = matched.find((each) => each.skills.length === most);
    return best === undefined ? [] : [{ group: id, itemId: best.item.id, item: best.item, skills: best.skills }];
  });
  const begun = new Set<string>();
  const items = job.items.flatMap((item) => {
    if (item.variant === undefined) return [item];
    const { group } = item.variant;
    if (begun.has(group)) return [];
    begun.add(group);
    return choices.find((choice) => choice.group === group)?.item ?? [];
  });
  return { items, choices: choices.map(({ group, itemId, skills: matched }) => ({ group, itemId, skills: matched })) };
}
