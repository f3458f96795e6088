import { expect, test } from 'vitest';
import { englishStem } from './english-stem.ts';

test('the forms of a word meet in one stem', () => {
  for (const forms of [
    'check checks checked checking',
    'stop stops stopped stopping',
    'apologise apologised apologising apologize apologizes',
    'carry carries carried carrying',
    'tell tells told telling',
    'box boxes',
    'store stores stored storing',
    'shelf shelves',
    'label labels labelled labelling',
    'count counts counted counting',
    'replace replaced replacing replaces',
    'use used using uses',
    'fix fixed fixes fixing',
    'agree agrees agreed',
    'add adds added adding',
    'one ones',
    'fall falls fell fallen falling',
    'day days',
    'try tries tried trying',
    'pay pays paid paying',
    'go goes went gone going',
    'speed speeds speeding',
    'tie ties tied tying',
  ]) {
    const stems = new Set(forms.split(' ').map(englishStem));
    expect([forms, stems.size]).toEqual([forms, 1]);
  }
});

test('different words keep apart', () => {
  const words = [
    'check',
    'chest',
    'care',
    'car',
    'carry',
    'stop',
    'step',
    'need',
    'thing',
    'think',
    'bring',
    'sing',
    'red',
    'bed',
    'add',
    'ad',
    'one',
    'on',
    'fall',
    'fill',
    'file',
    'role',
    'roll',
    'even',
    'evening',
  ];
  expect(new Set(words.map(englishStem)).size).toBe(words.length);
});
