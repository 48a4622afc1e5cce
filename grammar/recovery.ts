/**
 * How reading goes on after an error; chevrotain's recovery, kept within one item.
 *
 * Rule 1: structure is never made up, nor are words: only a missing sign between two things is.
 * Rule 2: what is skipped is skipped with the blocks in it.
 * Rule 3: after `mostErrors` it gives up: each costs far more than a line that is right.
 */
import { CstParser, EOF, MismatchedTokenException } from 'chevrotain';
import type { CstNode, IRecognitionException, IToken, ParserMethod, TokenType } from 'chevrotain';
import { expectations } from './expectations.ts';
import { Colon, Comma, Equals, LeftBrace, LineEnd, RightBrace, vocabulary } from './tokens.ts';

const structure: ReadonlySet<TokenType> = new Set([LineEnd, LeftBrace, RightBrace]);
/** The file's end comes first only where a place is tried out (`expected.ts`). */
const ends: ReadonlySet<TokenType> = new Set([LineEnd, EOF]);

const mostErrors = 1000;

/** Thrown through the parser, and caught by who started it. */
export class GivenUp extends Error {}

export abstract class RecoveringParser extends CstParser {
  private reported: IRecognitionException[] = [];
  private failures = 0;

  /** `checked`: the grammar's own validation runs, for its test; it takes a third of the time to start. */
  constructor(checked: boolean) {
    super([...vocabulary], {
      recoveryEnabled: true,
      maxLookahead: 2,
      nodeLocationTracking: 'onlyOffset',
      errorMessageProvider: expectations,
      skipValidations: !checked,
    });
  }

  /**
   * A rule in which an error is its item's; only `item` and `condition` have a place to go on from.
   * What had been read of it stays in the tree.
   */
  protected part(name: string, rule: () => void): ParserMethod<[], CstNode> {
    const keepingParts = (): void => {
      try {
        rule();
      } catch (error) {
        this.failures += 1;
        if (error instanceof Error) Object.assign(error, { partialCstResult: this.currCSTNode });
        throw this.failures > mostErrors ? new GivenUp() : error;
      }
    };
    return this.RULE(name, keepingParts, { resyncEnabled: false });
  }

  /** All errors of the last reading. */
  allErrors(): readonly IRecognitionException[] {
    return [...this.errors, ...this.reported].sort(
      (a, b) => a.token.startOffset - b.token.startOffset,
    );
  }

  override reset(): void {
    super.reset();
    this.reported = [];
    this.failures = 0;
  }

  protected override canTokenTypeBeInsertedInRecovery(type: TokenType): boolean {
    return type === Colon || type === Equals || type === Comma;
  }

  protected override canTokenTypeBeDeletedInRecovery(type: TokenType): boolean {
    return !structure.has(type) && !structure.has(this.LA(1).tokenType);
  }

  /** A block that is skipped is skipped as a whole. */
  protected override SKIP_TOKEN(): IToken {
    let depth = this.LA(1).tokenType === LeftBrace ? 1 : 0;
    let next = super.SKIP_TOKEN();
    while (depth > 0 && next.tokenType !== EOF) {
      if (next.tokenType === LeftBrace) depth += 1;
      if (next.tokenType === RightBrace) depth -= 1;
      next = super.SKIP_TOKEN();
    }
    return next;
  }

  /** What stands between a block's head and its `{` on the same line is reported and skipped. */
  protected skipToBrace(): void {
    let ahead = 1;
    while (this.LA(ahead).tokenType !== LeftBrace) {
      if (ends.has(this.LA(ahead).tokenType)) return;
      ahead += 1;
    }
    if (ahead === 1) return;
    this.report(LeftBrace);
    for (; ahead > 1; ahead -= 1) this.SKIP_TOKEN();
  }

  /** What an item leaves on its line is reported and skipped. */
  protected skipRest(): void {
    if (this.LA(1).tokenType === LineEnd) return;
    this.report(LineEnd);
    while (!ends.has(this.LA(1).tokenType)) this.SKIP_TOKEN();
  }

  private report(expected: TokenType): void {
    if (this.reported.length > mostErrors) throw new GivenUp();
    this.reported.push(new MismatchedTokenException(expected.name, this.LA(1), this.LA(0)));
  }
}
