import { providers } from '@/lib/providers/index.ts';
import type { Provider } from '@/lib/providers/provider.ts';
import { decodeToken, type DecodedToken } from '@/lib/token/decode.ts';
import type { FoundToken } from '@/lib/token/nested.ts';
import { currentSighting, withoutParts, type Credential, type Sighting } from './credential.ts';
import type { Recording } from './recording.ts';
import { isSessionName, resemblesToken } from './interest.ts';

/** A credential with what can be said of its current value. */
export interface CredentialView {
  readonly credential: Credential;
  /** Undefined: of a make that is not known here, shown under "Other". */
  readonly provider: Provider | undefined;
  /** The token that the value is, or wraps; opaque with the reason where it holds none. */
  readonly token: DecodedToken;
  /** The compact token without its wrappings; undefined for an opaque value. */
  readonly raw: string | undefined;
  /** `#14`; undefined for an opaque value, and for one that mirrors another. */
  readonly number: number | undefined;
  /** Tokens inside the value, the token itself first. */
  readonly tokens: readonly FoundToken[];
  /** It is one of the names under which its provider keeps the session token. */
  readonly isSession: boolean;
  /** What the provider keeps under this name, where it is not the session token itself. */
  readonly companion: string | undefined;
  /** The cookies or entries that this value was put together from. */
  readonly parts: readonly string[];
  /** The name of a credential further up that holds the same token now. */
  readonly sameAs: string | undefined;
}

/** A credential as it was with a token that it carried; as it is now where it never did. */
export function viewOfToken(recording: Recording, view: CredentialView, raw: string | null): CredentialView {
  if (raw === null || raw === view.raw) return view;
  const sighting = view.credential.sightings.findLast(({ tokens }) => tokens[0]?.raw === raw);
  const [main] = sighting?.tokens ?? [];
  if (!sighting || !main) return view;
  const { tokens } = sighting;
  return { ...view, tokens, token: main.token, raw, number: recording.tokens.get(raw)?.number };
}

/** Everything that may have to do with a session: what is there before what is gone, session tokens first. */
export function listCredentials(recording: Recording): CredentialView[] {
  const whole = withoutParts(recording.credentials);
  const present = providersOnPage(recording, whole);
  const views = whole
    .map((credential) => viewOf(recording, credential, present))
    .filter((view): view is CredentialView => view !== undefined);
  const isStored = storedIn(views.map(({ credential }) => credential).filter(({ where }) => STORES.has(where)));
  return withCopiesMarked(
    views.filter((view) => !isEcho(view, isStored)).toSorted((a, b) => rank(a) - rank(b) || compareNames(a, b)),
  );
}

function withCopiesMarked(views: readonly CredentialView[]): CredentialView[] {
  const firsts = new Map<string, string>();
  return views.map((view) => {
    const { raw, credential } = view;
    if (raw === undefined || !credential.present) return view;
    const sameAs = firsts.get(raw);
    if (sameAs === undefined) firsts.set(raw, credential.name);
    return { ...view, sameAs };
  });
}

const STORES: ReadonlySet<string> = new Set(['cookie', 'localStorage', 'sessionStorage']);

/** A token that a request, a response or the SDK only shows once more. An `Authorization` header is always of interest. */
function isEcho({ credential, raw }: CredentialView, isStored: (text: string) => boolean): boolean {
  if (STORES.has(credential.where) || credential.where === 'request-header') return false;
  return isStored(currentSighting(credential).value) || (raw !== undefined && isStored(raw));
}

/** Whether something stood in one of these credentials, now or before, as its value or as a token in it. */
function storedIn(credentials: readonly Credential[]): (text: string) => boolean {
  const [short, long] = [new Set<string>(), [] as ReadonlySet<string>[]];
  for (const { sightings } of credentials) {
    if (sightings.length > MANY) long.push(textsOf(sightings));
    else addTexts(short, sightings);
  }
  return (text) => short.has(text) || long.some((texts) => texts.has(text));
}

/** What has carried more is not gone over again with each event. */
const MANY = 100;

interface Texts {
  readonly sightings: Credential['sightings'];
  readonly texts: Set<string>;
}

/** By the first sighting, which stays while the others come. */
const textsKnown = new WeakMap<Sighting, Texts>();

function textsOf(sightings: Credential['sightings']): ReadonlySet<string> {
  const before = textsKnown.get(sightings[0]);
  const end = (before?.sightings.length ?? 0) - 1;
  const goesOn =
    before?.sightings[end]?.value === sightings[end]?.value && before?.sightings[end - 1] === sightings[end - 1];
  const texts = before && goesOn ? before.texts : new Set<string>();
  addTexts(texts, before && goesOn ? sightings.slice(end + 1) : sightings);
  textsKnown.set(sightings[0], { sightings, texts });
  return texts;
}

function addTexts(texts: Set<string>, sightings: readonly Sighting[]): void {
  for (const { value, tokens } of sightings) {
    texts.add(value);
    for (const { raw } of tokens) texts.add(raw);
  }
}

/** A provider is on the page when its SDK is, or when a token stands in it that only this provider mints. */
function providersOnPage(recording: Recording, whole: readonly Credential[]): ReadonlySet<Provider> {
  return new Set(
    providers.filter(
      (provider) =>
        recording.sdks.some((sdk) => sdk.provider === provider.id) ||
        whole.some((credential) =>
          currentSighting(credential).tokens.some(({ token, path }) => path.length === 0 && provider.mints(token)),
        ),
    ),
  );
}

function viewOf(
  recording: Recording,
  credential: Credential,
  present: ReadonlySet<Provider>,
): CredentialView | undefined {
  const { name } = credential;
  const { value, tokens } = currentSighting(credential);
  const main = tokens[0];
  const minter = main && providers.find((provider) => provider.mints(main.token));
  const keeper = [...present].find((provider) => provider.companions.some((companion) => companion.name.test(name)));
  // A cookie that merely has the provider's name, but holds somebody else's token, is not the provider's.
  const provider = minter ?? (main === undefined ? keeper : undefined);
  if (!provider && tokens.length === 0 && !isSessionName(name) && !resemblesToken(value)) return undefined;
  const isSession = minter !== undefined && minter.sessionNames.some((pattern) => pattern.test(name));
  return {
    credential,
    provider,
    token: main?.token ?? decodeToken(value),
    raw: main?.raw,
    number: main && recording.tokens.get(main.raw)?.number,
    tokens,
    isSession,
    companion:
      isSession && !main?.mirror
        ? undefined
        : provider?.companions.find((companion) => companion.name.test(name))?.label,
    parts: credential.parts ?? [],
    sameAs: undefined,
  };
}

function rank({ credential, provider, isSession, token, companion }: CredentialView): number {
  const gone = credential.present ? 0 : 500;
  if (isSession) return gone + (provider?.sessionNames.findIndex((name) => name.test(credential.name)) ?? 0);
  if (token.format !== 'opaque') return gone + (provider ? 100 : 200);
  return gone + (companion ? 300 : 400);
}

function compareNames(a: CredentialView, b: CredentialView): number {
  return a.credential.name.localeCompare(b.credential.name) || a.credential.id.localeCompare(b.credential.id);
}

/** Whether the page has a cookie of this name now. */
export function hasCookie({ credentials }: Recording, name: string): boolean {
  return [...credentials.values()].some((known) => known.present && known.where === 'cookie' && known.name === name);
}
