import { expect, test } from 'vitest';
import { readPdfResume } from './read-pdf-resume.ts';

const read = (...lines: string[]) => readPdfResume(lines, 'CN');

test('a Chinese résumé: labelled name, telephone, address, and what is listed under 专业技能', () => {
  expect(
    read(
      '个人简历',
      '姓名：王芳 性别：女 年龄：31',
      '电话：138 1111 0001  邮箱：Wang.Fang@example.com',
      '工作经历',
      '2019-2023 物流公司，我开过叉车，也管过收银',
      '■ 专业技能',
      '叉车（持证）、C++、夜班',
      '办公软件：Excel，SAP。',
      '兴趣爱好',
      '看叉车比赛、钢琴',
    ),
  ).toEqual({
    name: '王芳',
    nameFrom: 'label',
    phones: ['+8613811110001'],
    emails: ['Wang.Fang@example.com'],
    skills: ['叉车', 'C++', '夜班', 'Excel', 'SAP'],
  });
});

test('an English one: the first line is plausibly a name, skills behind a colon and in bullets', () => {
  expect(
    read(
      'Curriculum Vitae',
      'Ana María de Souza',
      'Sunny Street 4, +44 20 7946 0958, ana@example.org',
      'Skills: forklift licence, C/C++',
      '- night shift',
      '• not licensed for forklifts',
      'Hobbies',
      'forklift races, cold store',
      'References',
      'Boss, boss@example.com, +44 20 7946 0000',
    ),
  ).toEqual({
    name: 'Ana María de Souza',
    nameFrom: 'first_line',
    phones: ['+442079460958'],
    emails: ['ana@example.org'],
    // written as it stands: it is another tag than "forklift licence", and matches no question
    skills: ['forklift licence', 'C', 'C++', 'night shift', 'not licensed for forklifts'],
  });
});

test.each([
  ['高级仓库主管', '电话 13811110001'],
  ['简历', '求职意向：司机'],
  ['销售经理', '技能'],
  ['Resume', 'Forklift operator with five years'],
  ['SKILLS', 'forklift'],
  ['Warehouse Manager', 'ana@example.org'],
  ['关于我的一些情况'],
  [],
])('nothing is made up for a name: %s', (...lines) => {
  expect(read(...lines)).toMatchObject({ name: '', nameFrom: 'none' });
});

test.each([
  ['欧阳修远', '欧阳修远'],
  ['王 芳', '王芳'],
  ["Seán O'Neill", "Seán O'Neill"],
])('%s is plausibly a name', (line, name) => {
  expect(read(line)).toMatchObject({ name, nameFrom: 'first_line' });
});

test('sentences are no skills, wherever they stand; dates and numbers are no telephone', () => {
  const { skills, phones } = read(
    'I love watching forklifts',
    '2019.03-2023.10',
    'Skills',
    'I have worked in many warehouses and handled every machine there was to handle',
    'Experience',
    'forklift, cash desk',
    '身份证 110101199003070000',
  );
  expect(skills).toEqual([]);
  expect(phones).toEqual([]);
});
