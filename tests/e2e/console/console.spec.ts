import { expect, look, PASSWORD, test } from './head-office.ts';

// one story over one hub
test.describe.configure({ mode: 'serial', timeout: 300_000 });
test.use({ story: 'console' });
test.use({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Asia/Shanghai', permissions: ['clipboard-write'] });

const STATUS = {
  version: '0.1.0',
  recordsWaiting: 12,
  filesWaiting: 3,
  bytesWaiting: 48_200_000,
  parked: 2,
  oldestWaitingAt: '2026-11-20T08:00:00.000Z',
  freeBytes: 9_000_000_000,
  diskDaysLeft: 5.4,
  lastBackupAt: '2026-11-27T22:00:00.000Z',
  models: [],
};
const EN = {
  places: ['Kiosks', 'Publications', 'Connectors', 'People', 'API keys', 'Settings', 'Audit log', 'My account'],
};
const ZH = {
  places: [
    '建议',
    '候选人',
    '面试记录',
    '终端',
    '发布',
    '系统对接',
    '删除请求',
    '人员',
    '接口密钥',
    '设置',
    '审计日志',
    '我的账户',
  ],
};

test('from the link of the command line to people, keys and the audit log', async ({ page, office, complaints }) => {
  await office.send('kiosk-gate-2', ['0199-first', '0199-second']);

  // the first administrator chooses a password
  await page.goto(office.welcome);
  await page.getByLabel('New password').fill('short');
  await expect(page.getByRole('button', { name: 'Set password and sign in' })).toBeDisabled();
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByLabel('The same once more').fill('something else');
  await look(page, 'welcome');
  await page.getByLabel('The same once more').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation')).toBeVisible();

  // the link is used up
  await page.goto(office.welcome);
  await page.reload();
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByLabel('The same once more').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('used before');

  // sign-in, first wrong, by keyboard
  await page.goto(office.url);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Sign-in name').fill('MIN.ZHOU');
  await page.keyboard.press('Tab');
  await page.keyboard.type('not my password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('wrong');
  await look(page, 'sign-in-refused');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');

  // an administrator reads no interviews: the place is not there
  await expect(page.getByRole('navigation').getByRole('button')).toHaveText(EN.places);

  // a kiosk is enrolled with a code of the console
  await expect(page.getByText('No kiosk is known yet')).toBeVisible();
  await page.getByRole('button', { name: 'Enrol a kiosk' }).click();
  await page.getByRole('dialog').getByLabel('Site').fill('Gate 2');
  await page.getByRole('button', { name: 'Make a code' }).click();
  await expect(page.locator('.con-secret')).toHaveText(/^[0-9A-Z]{8,}$/);
  const enrolment = (await page.locator('.con-secret').textContent()) ?? '';
  await look(page, 'fleet-code');
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await office.enrol('kiosk-gate-2', enrolment, STATUS);
  await page.getByRole('button', { name: 'People' }).click();
  await page.getByRole('button', { name: 'Kiosks' }).click();
  const kiosk = page.getByRole('row', { name: /kiosk-gate-2/ });
  await expect(kiosk).toContainText('12 records, 3 files, 48.2 MB');
  await expect(kiosk).toContainText('2 parked');
  await expect(kiosk).toContainText('5 days left');
  await look(page, 'fleet');

  await page.getByRole('button', { name: 'People' }).click();
  await page.getByRole('button', { name: 'Add a person' }).click();
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  await dialog.getByLabel('Name', { exact: true }).fill('Lee Carter');
  await dialog.getByLabel('Sign-in name').fill('min.zhou');
  await dialog.getByText('HR — ').click();
  await dialog.getByRole('textbox', { name: 'Sites' }).fill('Gate 2, 东门');
  await dialog.getByRole('button', { name: 'Add and make a link' }).click();
  await expect(dialog.getByRole('alert')).toContainText('taken');
  await look(page, 'people-add');
  await dialog.getByLabel('Sign-in name').fill('lee');
  await dialog.getByRole('button', { name: 'Add and make a link' }).click();
  const link = (await dialog.locator('.con-secret').textContent()) ?? '';
  expect(link).toMatch(new RegExp(`^${office.url}/#/welcome/`));
  await look(page, 'people-link');
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByRole('row', { name: /Lee Carter/ })).toContainText('Gate 2, 东门');
  await look(page, 'people');

  // oneself cannot be disabled
  await page.getByRole('row', { name: /周敏/ }).click();
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await expect(dialog.getByRole('alert')).toContainText('last administrator');
  await look(page, 'people-change');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  // a key: shown once, works, and is revoked
  await page.getByRole('button', { name: 'API keys' }).click();
  await expect(page.getByText('No key was made yet')).toBeVisible();
  await look(page, 'keys-empty');
  await page.getByRole('button', { name: 'Make a key' }).click();
  await dialog.getByLabel('Name').fill('ERP');
  await dialog.getByText('Read interviews').click();
  await look(page, 'keys-new');
  await dialog.getByRole('button', { name: 'Make it' }).click();
  const key = (await dialog.locator('.con-secret').textContent()) ?? '';
  const withKey = () => fetch(`${office.url}/v1/sessions`, { headers: { authorization: `Bearer ${key}` } });
  expect((await withKey()).status).toBe(200);
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await look(page, 'keys');
  await page.getByRole('row', { name: /ERP/ }).getByRole('button').click();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('row', { name: /ERP/ })).toContainText('Revoked');
  expect((await withKey()).status).toBe(401);

  // all of it is in the log, which is sound
  await page.getByRole('button', { name: 'Audit log' }).click();
  for (const action of ['api_key.revoked', 'sessions.listed', 'person.added', 'sign_in.refused']) {
    await expect(page.getByRole('row').filter({ hasText: action }).first()).toBeVisible();
  }
  await page.getByRole('button', { name: 'Check the chain' }).click();
  await expect(page.getByText(/lines, unbroken/)).toBeVisible();
  await look(page, 'audit');
  await page.getByRole('button', { name: 'My account' }).click();
  await look(page, 'account');
  expect(complaints).toEqual([]);
});

test('HR reads interviews, in Chinese; an ended session leads back to signing in', async ({
  page,
  office,
  complaints,
}) => {
  const made = await office.ask('/v1/people', {
    login: 'wang',
    name: '王芳',
    roles: ['hr', 'auditor'],
    sites: ['Gate 2'],
  });
  const { code, person } = (await made.json()) as { code: string; person: { id: string } };
  await page.goto(`${office.url}/#/welcome/${code}`);
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByLabel('新密码').fill(PASSWORD);
  await page.getByLabel('再输入一次').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation').getByRole('button')).toHaveText(ZH.places);
  // of this site there are candidates and proposals too; what belongs to no site is not offered
  await page.getByRole('button', { name: '候选人' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '候选人' })).toBeVisible();
  await page.locator('.ui-spinner').waitFor({ state: 'detached' });
  await expect(page.getByRole('row')).not.toHaveCount(0);
  await look(page, 'candidates-of-site');
  await page.getByRole('button', { name: '面试记录' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'kiosk-gate-2' })).toHaveCount(2);
  await look(page, 'interviews');
  await page.getByRole('row').filter({ hasText: '0199-first' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'answer.saved' })).toHaveCount(3);
  await look(page, 'interview');
  for (const [name, place] of [
    ['fleet', '终端'],
    ['people', '人员'],
    ['keys', '接口密钥'],
    ['audit', '审计日志'],
    ['account', '我的账户'],
  ] as const) {
    await page.getByRole('button', { name: place }).click();
    await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible();
    await page.locator('.ui-spinner').waitFor({ state: 'detached' });
    await look(page, name);
  }
  // nothing to change for who may only read
  await page.getByRole('button', { name: '人员' }).click();
  await expect(page.getByRole('button', { name: '添加人员' })).toHaveCount(0);

  const disabled = await office.ask(`/v1/people/${person.id}`, { isDisabled: true }, 'PATCH');
  expect(disabled.status).toBe(200);
  await page.getByRole('button', { name: '审计日志' }).click();
  await expect(page.getByText('长时间未操作')).toBeVisible();
  await look(page, 'signed-out');
  expect(complaints).toEqual([]);
});
