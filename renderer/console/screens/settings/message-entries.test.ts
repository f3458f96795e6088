import { expect, test } from 'vitest';
import { MessageSettingsInput } from '#shared/hub/messages.ts';
import { EMPTY_SMS, mailEntries, mailFaults, smsFaults, smsOf, smtpOf } from './message-entries.ts';

const mail = { ...mailEntries(null), host: 'mail.example.com', from: 'HR <hr@example.com>' };
const sms = { ...EMPTY_SMS, url: 'https://sms.example.com/send', headers: 'Authorization: Bearer abc\n\nX-Region: cn' };

test('what is filled in is what the hub takes', () => {
  expect(mailFaults(mail)).toEqual([]);
  expect(smsFaults(sms)).toEqual([]);
  const input = MessageSettingsInput.parse({ smtp: smtpOf(mail), sms: smsOf(sms) });
  expect(input.smtp).toMatchObject({ port: 465, security: 'tls', user: null, password: null });
  expect(input.sms?.headers).toEqual({ Authorization: 'Bearer abc', 'X-Region': 'cn' });
});

test('a kept password is not shown and has to be entered again', () => {
  const shown = mailEntries({
    host: 'mail.example.com',
    port: 587,
    security: 'starttls',
    user: 'hr',
    from: 'hr@example.com',
    hasPassword: true,
  });
  expect(shown.password).toBe('');
  expect(mailFaults(shown)).toEqual(['password']);
  expect(mailFaults({ ...shown, password: 'secret' })).toEqual([]);
});

test('what cannot be sent is named', () => {
  expect(mailFaults({ ...mail, host: 'https://mail', port: '0', from: 'nobody' })).toEqual(['host', 'port', 'from']);
  expect(smsFaults({ ...sms, url: 'sms.example.com' })).toEqual(['url']);
  expect(smsFaults({ ...sms, headers: 'Authorization Bearer' })).toEqual(['headers']);
  expect(smsFaults({ ...sms, body: '{"to":"{{phone}}"}' })).toEqual(['body']);
  expect(smsFaults({ ...sms, url: 'https://sms.example.com/?to={{phone}}&t={{text}}', body: '' })).toEqual([]);
});
