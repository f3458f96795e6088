import { readFile } from 'node:fs/promises';
import { resumePdf, scannedPdf } from '#connectors/resume/pdf-files.fake.ts';
import { lookTwice, place, signIn, test } from './flow-world.ts';
import { expect, look } from './head-office.ts';

test.describe.configure({ timeout: 600_000 });
test.use({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Asia/Shanghai' });

test('columns put right, duplicates joined and taken apart, decisions by hand, in Chinese', async ({
  page,
  office,
  secret,
  complaints,
}) => {
  expect(secret).toMatch(/^whsec_/);
  await signIn(page, office, 'li', '李雷');
  await page.getByRole('button', { name: '中文' }).click();

  // nobody's header is known: a person says which column is the name, and which is no code
  await place(page, '导入');
  await page.locator('input[type=file]').setInputFiles({
    name: '春招名单.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('应聘者,手机,code\n张伟,13911110001,NL\n李静,13911110002,NL\n王强,12,NL\n'),
  });
  await page.getByRole('button', { name: '应聘岗位' }).click();
  await page.getByRole('option', { name: '装配操作工' }).click();
  await page.getByRole('button', { name: '读取文件' }).click();
  await expect(page.getByText('没有一列是姓名').first()).toBeVisible();
  await expect(page.getByRole('button', { name: '导入 0 行' })).toBeDisabled();
  await look(page, 'import-columns');
  await page.getByRole('button', { name: '应聘者' }).click();
  await page.getByRole('option', { name: '姓名' }).click();
  await page.getByRole('button', { name: 'code' }).click();
  await page.getByRole('option', { name: '不使用' }).click();
  await page.getByRole('button', { name: '按这些列重新读取' }).click();
  await expect(page.getByRole('row', { name: /张伟/ })).toContainText('可导入');
  await page.getByRole('button', { name: '导入 2 行' }).click();
  await expect(page.getByText('可读取的内容均已进入候选人档案')).toBeVisible();
  await look(page, 'import-mixed');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载未通过的行' }).click();
  const rejects = await readFile(await (await download).path(), 'utf8');
  expect(rejects).toContain('"4","电话号码无法识别。"');
  await page.getByRole('button', { name: '返回列表' }).click();
  await expect(page.getByRole('row', { name: /春招名单/ }).first()).toContainText('已导入');
  await look(page, 'imports');

  // the same telephone by hand: two files, compared, joined, taken apart
  await place(page, '候选人');
  await page.getByRole('button', { name: '添加候选人' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('姓名').fill('张伟');
  await dialog.getByLabel('电话').fill('12345');
  await dialog.getByRole('button', { name: '添加' }).click();
  await expect(dialog).toContainText('有一个电话号码无法识别');
  await dialog.getByLabel('电话').fill('139 1111 0001');
  await dialog.getByLabel('技能').fill('叉车，焊接');
  await look(page, 'dialog-add');
  await dialog.getByRole('button', { name: '添加' }).click();
  await expect(page.getByText('此人可能与另一份档案是同一人')).toBeVisible();
  await look(page, 'file-without-job');
  await page.getByRole('button', { name: '对比' }).click();
  await expect(page.getByText('两者的电话相同')).toBeVisible();
  await look(page, 'merges');
  await page.getByRole('button', { name: '合并，以此份为主' }).first().click();
  await page.getByLabel('理由').fill('同一人，已电话确认');
  await look(page, 'merges-decide');
  await page.keyboard.press('Enter');
  await expect(page.getByText('没有等待您处理的档案')).toBeVisible();
  await page.getByRole('radio', { name: '已合并' }).click();
  await page.getByRole('button', { name: '拆分' }).click();
  await page.getByLabel('理由').fill('其实是两个人');
  await page.keyboard.press('Enter');
  await expect(page.getByText('没有合并过')).toBeVisible();
  await page.getByRole('radio', { name: '已拆分' }).click();
  await expect(page.getByText('其实是两个人')).toBeVisible();
  await look(page, 'merges-undone');

  // found by name and by job; the one without a job is not among those who stand in a stage
  await page.getByRole('button', { name: '返回列表' }).click();
  await page.getByLabel('搜索').fill('张');
  await expect(page.getByRole('row', { name: /林娜/ })).toHaveCount(0);
  await expect(page.getByRole('row', { name: /张伟/ })).toHaveCount(2);
  await page.getByRole('button', { name: '岗位', exact: false }).first().click();
  await page.getByRole('option', { name: '装配操作工' }).click();
  await expect(page.getByRole('row', { name: /张伟/ })).toHaveCount(1);
  await look(page, 'candidates-found');
  await page.getByRole('row', { name: /张伟/ }).click();

  // a person acts without a rule
  await page.getByRole('button', { name: '邀请' }).click();
  await expect(dialog).toBeVisible();
  await look(page, 'dialog-invite');
  await dialog.getByRole('button', { name: '取消' }).click();
  await page.getByRole('checkbox', { name: '健康证' }).click({ force: true });
  await expect(page.getByText('“健康证”已提交')).toBeVisible();
  await page.getByRole('button', { name: '移动阶段' }).click();
  await dialog.getByRole('button', { name: '随后进入阶段' }).click();
  await page.getByRole('option', { name: '录用' }).click();
  await dialog.getByLabel('理由').fill('老员工推荐');
  await look(page, 'dialog-move');
  await page.keyboard.press('Enter');
  await expect(page.locator('[aria-current=step]')).toContainText('录用');
  await page.getByRole('button', { name: '关闭' }).click();
  await dialog.getByRole('button', { name: '结果' }).click();
  await page.getByRole('option', { name: '本人放弃' }).click();
  await dialog.getByLabel('理由').fill('另有工作');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '重新打开' })).toBeVisible();
  await look(page, 'file-closed');
  await page.getByRole('button', { name: '重新打开' }).click();
  await dialog.getByLabel('理由').fill('改变主意');
  await page.keyboard.press('Enter');
  await expect(page.getByText('进行中')).toBeVisible();

  // everything of a person goes
  await page.getByRole('button', { name: '删除', exact: true }).click();
  const warning = page.getByRole('alertdialog');
  await expect(warning).toContainText('永久删除');
  await warning.getByLabel('理由').fill('本人要求删除');
  await look(page, 'dialog-delete');
  await warning.getByRole('button', { name: '永久删除' }).click();
  await expect(page.getByText('审计日志第')).toBeVisible();
  await expect(page.getByText(/13911110001|张伟|另有工作/)).toHaveCount(0);
  await look(page, 'file-deleted');

  // many at once: how far it is can be seen, and the list goes on page by page
  await place(page, '导入');
  const people = Array.from({ length: 1500 }, (_, index) => `批量${index},bulk-${index}@example.com`);
  await page.locator('input[type=file]').setInputFiles({
    name: '大名单.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['姓名,邮箱', ...people].join('\n')),
  });
  await page.getByRole('button', { name: '读取文件' }).click();
  await page
    .getByRole('button', { name: '导入 1,500 行' })
    .or(page.getByRole('button', { name: '导入 1500 行' }))
    .click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await look(page, 'import-under-way');
  await expect(page.getByText('可读取的内容均已进入候选人档案')).toBeVisible({ timeout: 120_000 });
  await place(page, '候选人');
  await expect(page.getByRole('row', { name: /批量/ })).toHaveCount(50);
  await page.getByRole('button', { name: '显示更多' }).click();
  await expect(page.getByRole('row', { name: /批量/ })).toHaveCount(100);
  await look(page, 'candidates-many');

  // a résumé as PDF: what was read is put right before it is taken in; a scan says what to do instead
  await place(page, '导入');
  const inBoth = async (name: string) => {
    await page.getByRole('button', { name: 'English' }).click();
    await lookTwice(page, name);
    await page.getByRole('button', { name: '中文' }).click();
  };
  const readPdf = async (name: string, pdf: Uint8Array) => {
    await page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(pdf) });
    await page.getByRole('button', { name: '读取文件' }).click();
  };
  await readPdf(
    '简历.pdf',
    await resumePdf([
      { kind: 'title', text: '王芳芳' },
      { kind: 'text', text: '电话：13911110077  邮箱：wang.ff@example.com' },
      { kind: 'heading', text: '专业技能' },
      { kind: 'text', text: '叉车、夜班' },
    ]),
  );
  await expect(page.getByText('姓名取自简历的第一行')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByLabel('技能')).toHaveValue('叉车, 夜班');
  await inBoth('import-pdf');
  await page.getByLabel('姓名').fill('');
  await expect(page.getByRole('button', { name: '核对无误，导入' })).toBeDisabled();
  await page.getByLabel('姓名').fill('王芳');
  await page.getByRole('button', { name: '核对无误，导入' }).click();
  await expect(page.getByRole('row', { name: /王芳/ })).toContainText('新建');
  await page.getByRole('button', { name: '返回列表' }).click();
  await readPdf('扫描件.pdf', await scannedPdf());
  await expect(page.getByText('这份 PDF 只有图片')).toBeVisible({ timeout: 120_000 });
  await inBoth('import-scan');
  expect(complaints).toEqual([]);
});
