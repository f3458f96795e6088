import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Job } from '#shared/job.ts';

type Points = readonly (readonly [x: number, y: number])[];

/** Where people fairly touch what is wrong, and what is as it should be, in each drawing's own units. */
const DRAWINGS: readonly {
  readonly job: string;
  readonly drawing: string;
  readonly wrong: Readonly<Record<string, Points>>;
  readonly right: Points;
}[] = [
  {
    job: 'warehouse-picker',
    drawing: 'warehouse-aisle',
    wrong: {
      'carton-on-rack': [
        [145, 215],
        [242, 230],
        [230, 290],
        [205, 322],
        [150, 300],
      ],
      'stack-on-pallet': [
        [500, 335],
        [470, 312],
        [540, 330],
        [441, 494],
        [405, 500],
        [480, 512],
        [465, 530],
      ],
      drum: [
        [650, 490],
        [615, 490],
        [685, 490],
        [672, 570],
        [610, 610],
        [712, 614],
        [655, 626],
      ],
      door: [
        [850, 450],
        [795, 505],
        [905, 505],
        [800, 285],
        [900, 285],
        [805, 350],
        [895, 350],
        [850, 240],
        [850, 180],
      ],
    },
    right: [
      [610, 250],
      [94, 150],
      [285, 155],
      [120, 395],
      [260, 395],
      [200, 635],
      [140, 600],
    ],
  },
  {
    job: 'service-counter',
    drawing: 'counter-hall',
    wrong: {
      puddle: [
        [480, 625],
        [500, 590],
        [545, 620],
        [605, 620],
        [598, 578],
        [570, 566],
      ],
      cable: [
        [197, 500],
        [182, 560],
        [240, 634],
        [252, 532],
        [290, 650],
        [326, 612],
        [345, 612],
        [326, 648],
      ],
      door: [
        [826, 483],
        [826, 420],
        [891, 460],
        [922, 440],
        [896, 497],
        [876, 510],
        [820, 285],
        [900, 285],
        [860, 172],
      ],
      'shelf-parcel': [
        [62, 205],
        [105, 215],
        [133, 180],
        [146, 222],
        [72, 275],
      ],
    },
    right: [
      [520, 110],
      [334, 230],
      [225, 267],
      [430, 282],
      [540, 305],
      [400, 430],
      [620, 430],
      [690, 340],
      [45, 560],
      [724, 560],
    ],
  },
];

test.each(DRAWINGS)('$drawing: what is wrong can be touched anywhere, each place belongs to one thing', (each) => {
  const job = Job.parse(
    parse(readFileSync(new URL(`../../../resources/jobs/${each.job}.yaml`, import.meta.url), 'utf8')),
  );
  const task = job.items.flatMap((item) => (item.kind === 'work_sample' ? [item.task] : []))[0];
  if (task?.type !== 'spot_defect') throw new Error(`${each.job} has no picture with something wrong`);
  expect(task.drawing).toBe(each.drawing);
  const found = ([x, y]: readonly [number, number]) =>
    task.defects.filter((defect) => Math.hypot(x - defect.x, y - defect.y) <= defect.radius).map(({ id }) => id);
  const touched = Object.entries(each.wrong).flatMap(([id, points]) =>
    points.map((at) => ({ id, at, found: found(at) })),
  );
  expect(touched.filter((one) => one.found.join() !== one.id)).toEqual([]);
  expect(each.right.map((at) => ({ at, found: found(at) })).filter((one) => one.found.length > 0)).toEqual([]);
  for (const [index, one] of task.defects.entries()) {
    for (const other of task.defects.slice(index + 1)) {
      expect(Math.hypot(one.x - other.x, one.y - other.y), `${one.id} and ${other.id}`).toBeGreaterThan(
        one.radius + other.radius,
      );
    }
  }
});
