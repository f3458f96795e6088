import { Check, Copy, FileDown } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canSaveFiles, saveFile } from '#renderer/api/save-file.ts';
import { Button, Dialog, Spinner, TextField } from '#renderer/ui/index.ts';
import { useManagerClient, type ManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { useLoad } from '../use-load.ts';

type Of = Parameters<ManagerClient['jobs']['exportYaml']>[0];

/** A post as a file for another kiosk or for head office: to be saved, or copied where a kiosk saves no files. */
export function ExportDialog({ of, onClose }: { readonly of: Of; readonly onClose: () => void }) {
  const { t } = useTranslation('studio');
  const client = useManagerClient();
  const [asked] = useState(of);
  const { load, reload } = useLoad(useCallback(() => client.jobs.exportYaml(asked), [client, asked]));
  const [isCopied, setCopied] = useState(false);
  const file = load.state === 'ready' ? load.value : null;

  async function copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  }

  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={onClose}
      title={t('export.title')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.close')}</Button>
          <Button
            icon={isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
            isDisabled={file === null}
            onPress={() => {
              // a page that may not write there says so itself: the text above can be marked and copied
              if (file !== null) copy(file.yaml).catch((error: unknown) => console.info('Not copied.', error));
            }}
          >
            {t(isCopied ? 'export.copied' : 'export.copy')}
          </Button>
          {canSaveFiles() && (
            <Button
              variant="primary"
              icon={<FileDown aria-hidden="true" />}
              isDisabled={file === null}
              onPress={() => {
                if (file !== null) saveFile(file.name, 'application/yaml', file.yaml);
              }}
            >
              {t('export.save')}
            </Button>
          )}
        </>
      }
    >
      <p>{t('export.what')}</p>
      {load.state === 'loading' && <Spinner label={t('common.loading')} />}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void reload()} />}
      {file !== null && (
        <TextField
          className="job-yaml"
          label={file.name}
          isMultiline
          isReadOnly
          rows={14}
          value={file.yaml}
          onChange={() => undefined}
        />
      )}
    </Dialog>
  );
}
