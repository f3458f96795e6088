import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Dialog, Select, TextField } from '#renderer/ui/index.ts';
import { type ConnectorDetail, ConnectorShown } from '#shared/hub/connectors.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useDoing } from '../../use-doing.ts';
import { ConnectorForm } from './connector-form.tsx';
import {
  CONNECTOR_KIND_NAMES,
  CONNECTOR_KINDS,
  type ConnectorField,
  type ConnectorKind,
  entriesOf,
  isConnectorKind,
  settingsOf,
} from './connector-kinds.ts';

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

interface ConnectorDialogProps {
  /** Null: a new one. */
  readonly connector: ConnectorDetail | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function kindOf(connector: ConnectorDetail | null): ConnectorKind {
  return connector !== null && isConnectorKind(connector.kind) ? connector.kind : 'file-drop';
}

/** Sets a connector up, changes its settings, or takes it away. Secrets are written, never shown. */
export function ConnectorDialog({ connector, onClose, onDone }: ConnectorDialogProps) {
  const { t } = useTranslation();
  const { isDoing, problem, run, clear } = useDoing();
  const [kind, setKind] = useState<ConnectorKind>(kindOf(connector));
  const fields: readonly ConnectorField[] = CONNECTOR_KINDS[kind];
  const [id, setId] = useState(connector?.id ?? '');
  const [entries, setEntries] = useState(() => entriesOf(fields, connector?.settings ?? {}));
  const [cleared, setCleared] = useState<ReadonlySet<string>>(new Set());
  const [isRemoving, setRemoving] = useState(false);
  const path = `${HUB_PATHS.connectors}/${encodeURIComponent(id)}`;
  const isIdGood = ID.test(id);
  // an optional secret can be taken away, the others only be replaced
  const clearable = fields.filter(
    ({ name, type, isOptional }) =>
      isOptional === true && type === 'secret' && connector?.secrets.includes(name) === true,
  );

  const save = () =>
    run(async () => {
      const body = { ...settingsOf(fields, entries, cleared), kind };
      if (connector === null)
        await ask(HUB_PATHS.connectors, ConnectorShown, { method: 'POST', body: { ...body, id } });
      else await ask(path, ConnectorShown, { method: 'PUT', body });
      onDone();
    });
  const remove = () =>
    run(async () => {
      await ask(path, ConnectorShown, { method: 'DELETE' });
      onDone();
    });

  if (isRemoving)
    return (
      <Dialog
        isOpen
        role="alertdialog"
        onOpenChange={onClose}
        title={t('connectors.remove_title', { id })}
        actions={
          <>
            <Button onPress={() => setRemoving(false)}>{t('common.cancel')}</Button>
            <Button variant="danger" isPending={isDoing} onPress={() => void remove()}>
              {t('connectors.remove')}
            </Button>
          </>
        }
      >
        <div className="mgr-stack">
          {problem !== null && <ProblemNote problem={problem} />}
          <p>{t('connectors.remove_lead')}</p>
        </div>
      </Dialog>
    );
  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={onClose}
      title={connector === null ? t('connectors.add') : t('connectors.change_title', { id })}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={!isIdGood} isPending={isDoing} onPress={() => void save()}>
            {connector === null ? t('connectors.make') : t('common.save')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        {problem !== null &&
          (problem.issues.length > 0 ? (
            <Banner tone="danger" isUrgent>
              {t('connectors.fields_wrong')}
            </Banner>
          ) : (
            <ProblemNote problem={problem} />
          ))}
        <div className="con-pair">
          {connector === null ? (
            <>
              <Select
                label={t('connectors.kind')}
                options={CONNECTOR_KIND_NAMES.map((each) => ({ id: each, label: t(`connectors.kinds.${each}`) }))}
                value={kind}
                onChange={(next) => {
                  if (!isConnectorKind(next)) return;
                  clear();
                  setKind(next);
                  setEntries(entriesOf(CONNECTOR_KINDS[next], {}));
                }}
              />
              <TextField
                label={t('connectors.id')}
                description={t('connectors.id_hint')}
                value={id}
                onChange={setId}
                maxLength={64}
                {...(id !== '' && !isIdGood ? { error: t('connectors.id_wrong') } : {})}
              />
            </>
          ) : (
            <TextField label={t('connectors.kind')} value={t(`connectors.kinds.${kind}`)} isReadOnly />
          )}
        </div>
        <ConnectorForm
          fields={fields}
          entries={entries}
          onChange={setEntries}
          kept={(connector?.secrets ?? []).filter((name) => !cleared.has(name))}
          issues={problem?.issues ?? []}
        />
        {connector !== null && (
          <div className="con-aside">
            {clearable
              .filter(({ name }) => !cleared.has(name))
              .map(({ name }) => (
                <Button key={name} onPress={() => setCleared(new Set([...cleared, name]))}>
                  {t('connectors.clear', { field: t(`connectors.fields.${name}`) })}
                </Button>
              ))}
            <Button variant="danger" isDisabled={isDoing} onPress={() => setRemoving(true)}>
              {t('connectors.remove')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}
