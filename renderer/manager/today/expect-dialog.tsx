import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Checkbox, Dialog, Select, TextField } from '#renderer/ui/index.ts';
import type { ReadResume } from '#shared/contract/expected.ts';
import { CandidateName, CandidatePhone } from '#shared/session.ts';
import { skillKey } from '#shared/skill-key.ts';
import { useManagerClient } from '../manager-client.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { ProblemBanner } from '../problem-banner.tsx';
import { shownCode } from './shown-code.ts';
import { RESUME_FILES, sendResume } from './send-resume.ts';

/** A post that somebody can be expected for, with the skills that its questions know. */
export interface ExpectedPost {
  readonly id: string;
  readonly title: string;
  readonly skills: readonly string[];
}

/** Takes down who is expected, by hand or from a résumé file, and shows the code that was made for them. */
export function ExpectDialog({
  posts,
  onClose,
  onMade,
}: {
  readonly posts: readonly ExpectedPost[];
  readonly onClose: () => void;
  readonly onMade: () => void;
}) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const [jobId, setJobId] = useState(posts[0]?.id ?? '');
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  /** As they are compared; kept when another post is chosen, of which only some may matter. */
  const [skills, setSkills] = useState<ReadonlySet<string>>(new Set());
  const [resume, setResume] = useState<ReadResume | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const [isReading, setReading] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const known = posts.find(({ id }) => id === jobId)?.skills ?? [];
  const isPhoneWrong = phone !== '' && !CandidatePhone.safeParse(phone).success;
  const isWhole = CandidateName.safeParse(name).success && CandidatePhone.safeParse(phone).success && jobId !== '';

  async function read(file: File): Promise<void> {
    setReading(true);
    setProblem(null);
    setResume(null);
    try {
      const found = await sendResume(client, file);
      setResume(found);
      setName(found.name.slice(0, 80));
      setPhone(found.phone);
      setSkills(new Set(found.skills.map(skillKey)));
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setReading(false);
    }
  }

  async function save(): Promise<void> {
    setSaving(true);
    setProblem(null);
    try {
      const chosen = known.filter((skill) => skills.has(skill));
      const made = await client.expected.add({ jobId, name, phone, skills: chosen });
      setCode(made.code);
      onMade();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setSaving(false);
    }
  }

  if (code !== null)
    return (
      <Dialog
        isOpen
        onOpenChange={onClose}
        title={t('expected.code_title', { name })}
        actions={
          <Button variant="primary" onPress={onClose}>
            {t('expected.code_done')}
          </Button>
        }
      >
        <p className="mgr-expected__code ui-mono">{shownCode(code)}</p>
        <p>{t('expected.code_how')}</p>
        <p className="mgr-soft">{t('expected.code_kept')}</p>
      </Dialog>
    );

  return (
    <Dialog
      isOpen
      size="wide"
      isDismissable={false}
      onOpenChange={onClose}
      title={t('expected.add')}
      actions={
        <>
          <Button onPress={onClose}>{t('expected.cancel')}</Button>
          <Button variant="primary" isDisabled={!isWhole} isPending={isSaving} onPress={() => void save()}>
            {t('expected.make_code')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        <div className="mgr-expected__file">
          <FileTrigger
            acceptedFileTypes={RESUME_FILES}
            onSelect={(files) => {
              const file = files?.[0];
              if (file !== undefined) void read(file);
            }}
          >
            <Button icon={<FileUp aria-hidden="true" />} isPending={isReading}>
              {t('expected.read_file')}
            </Button>
          </FileTrigger>
          <span className="mgr-soft">{t('expected.read_hint')}</span>
        </div>
        {problem !== null && <ProblemBanner problem={problem} />}
        {resume !== null && resume.nameFrom !== 'label' && (
          <Banner tone="warn">{t(`expected.name_${resume.nameFrom}`)}</Banner>
        )}
        <Select
          label={t('expected.post')}
          value={jobId}
          onChange={setJobId}
          options={posts.map(({ id, title }) => ({ id, label: title }))}
        />
        <div className="mgr-expected__pair">
          <TextField label={t('expected.name')} value={name} onChange={setName} maxLength={80} />
          <TextField
            label={t('expected.phone')}
            value={phone}
            onChange={setPhone}
            maxLength={20}
            type="tel"
            {...(isPhoneWrong ? { error: t('expected.phone_wrong') } : {})}
          />
        </div>
        <fieldset className="mgr-expected__skills">
          <legend className="ui-field__label">{t('expected.skills')}</legend>
          <p className="mgr-soft">{known.length === 0 ? t('expected.no_skills') : t('expected.skills_hint')}</p>
          <div className="mgr-expected__ticks">
            {known.map((skill) => (
              <Checkbox
                key={skill}
                isSelected={skills.has(skill)}
                onChange={(isChosen) =>
                  setSkills(
                    (before) => new Set(isChosen ? [...before, skill] : [...before].filter((each) => each !== skill)),
                  )
                }
              >
                {skill}
              </Checkbox>
            ))}
          </div>
          {resume !== null && known.length > 0 && (
            <p className="mgr-soft">
              {t('expected.found', {
                count: resume.skills.length,
                matter: known.filter((skill) => resume.skills.some((each) => skillKey(each) === skill)).length,
              })}
            </p>
          )}
        </fieldset>
      </div>
    </Dialog>
  );
}
