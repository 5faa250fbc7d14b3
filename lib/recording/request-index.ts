import { findTokens } from '@/lib/token/nested.ts';
import { wholesOf } from './carried-tokens.ts';
import { continues } from './continues.ts';
import type { Credential } from './credential.ts';
import type { Carried, RequestFacts } from './event.ts';
import { isRenewal } from './renewal.ts';
import { outcomeOf, type RequestOutcome } from './request-outcome.ts';

/** A request with a token that it carried, and where. */
export interface CarriedRequest {
  readonly request: RequestFacts;
  readonly raw: string;
  readonly place: Carried['place'];
  readonly name: string;
  readonly outcome: RequestOutcome;
  /** The SDK's own call for another token: see `isRenewal`. */
  readonly renews: boolean;
  /** Its place among all, for two that began at once. */
  readonly order: number;
}

export interface RequestIndex {
  /** Takes in the requests of a recording; whether it is the one from before that has grown. */
  readonly read: (requests: readonly RequestFacts[]) => boolean;
  /** All, in the order in which they ended. It only grows, until a recording is another one. */
  readonly all: readonly CarriedRequest[];
  /** Those that carried a token, in the order in which they ended. */
  readonly of: (raw: string) => readonly CarriedRequest[];
  /** Whether a request carried its token out of this credential, or may have. */
  readonly isCarriedBy: (credential: Credential) => (carried: CarriedRequest) => boolean;
}

/** Which requests carried which token: it reads each once, however often it is asked. */
export function createRequestIndex(): RequestIndex {
  let known: readonly RequestFacts[] = [];
  let all: CarriedRequest[] = [];
  let byRaw = new Map<string, CarriedRequest[]>();
  /** What is sent is mostly what was sent before. */
  let byValue = new Map<string, readonly string[]>();

  function tokensIn(value: string): readonly string[] {
    let raws = byValue.get(value);
    if (!raws) {
      raws = [...new Set(findTokens(value).map(({ raw }) => raw))];
      byValue.set(value, raws);
    }
    return raws;
  }

  function add(request: RequestFacts): void {
    const found = wholesOf(request.sent).flatMap(({ place, name, value }) =>
      tokensIn(value).map((raw) => ({ raw, place, name })),
    );
    if (found.length === 0) return;
    const [outcome, renews] = [outcomeOf(request), isRenewal(request)];
    const carried = found.map((each, index) => ({ request, ...each, outcome, renews, order: all.length + index }));
    for (const each of carried) {
      const list = byRaw.get(each.raw);
      if (list) list.push(each);
      else byRaw.set(each.raw, [each]);
      all.push(each);
    }
  }

  return {
    read(requests) {
      const isContinued = continues(known, requests);
      if (!isContinued) {
        all = [];
        byRaw = new Map();
        byValue = new Map();
      }
      for (const request of requests.slice(isContinued ? known.length : 0)) add(request);
      known = requests;
      return isContinued;
    },
    get all() {
      return all;
    },
    of: (raw) => byRaw.get(raw) ?? [],
    isCarriedBy({ where, name, scope }) {
      if (where === 'cookie' || where === 'request-cookie') return ({ place }) => place === 'cookie';
      if (where === 'request-header') {
        return (carried) =>
          carried.place !== 'cookie' && carried.name === name && hostOf(carried.request.url) === scope;
      }
      // What is in storage or in memory is carried by whatever a script puts it in.
      return () => true;
    },
  };
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '');
