/**
 * How reading goes on after an error. Of chevrotain's own ways only the small ones are used, which take away or
 * make up one token; its way of going on further below knows nothing of nested blocks.
 *
 * Rule 1: structure is never made up, nor are words: only a missing sign between two things is.
 * Rule 2: what is skipped is skipped with the blocks in it.
 * Rule 3: after `mostErrors` it gives up: each costs far more than a line that is right.
 */
import { CstParser, EOF, MismatchedTokenException } from 'chevrotain';
import type { CstNode, IRecognitionException, ParserMethod, TokenType } from 'chevrotain';
import { expectations } from './expectations.ts';
import { Colon, Comma, Equals, LeftBrace, LineEnd, RightBrace, vocabulary } from './tokens.ts';

const structure: ReadonlySet<TokenType> = new Set([LineEnd, LeftBrace, RightBrace]);
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

  /** A rule in which an error is its item's. What had been read of it stays in the tree. */
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

  /** A rule after which reading goes on at one of these, if it comes before the item's end. */
  protected partUpTo(
    stops: readonly TokenType[],
    name: string,
    rule: () => void,
  ): ParserMethod<[], CstNode> {
    const goingOn = (): void => {
      try {
        rule();
      } catch (error) {
        if (error instanceof GivenUp || !this.skipTo(stops)) throw error;
      }
    };
    return this.part(name, goingOn);
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

  /** What stands between a block's head and its `{` on the same line is reported and skipped. */
  protected skipToBrace(): void {
    if (this.LA(1).tokenType === LeftBrace) return;
    const { length } = this.reported;
    this.report(LeftBrace);
    // Without a brace on the line the parser reports the same by itself.
    if (!this.skipTo([LeftBrace])) this.reported.length = length;
  }

  /** What an item leaves on its line is reported and skipped. */
  protected skipRest(): void {
    if (this.LA(1).tokenType === LineEnd) return;
    this.report(LineEnd);
    this.skipTo([LineEnd]);
  }

  /** Skips to the first of these within the item, and not within its blocks; else nothing. */
  private skipTo(stops: readonly TokenType[]): boolean {
    let depth = 0;
    for (let ahead = 1; ; ahead += 1) {
      const type = this.LA(ahead).tokenType;
      if (depth === 0 && stops.includes(type)) return this.skip(ahead - 1);
      if (type === LeftBrace) depth += 1;
      if (type === RightBrace) depth -= 1;
      if (type === EOF || depth < 0 || (depth === 0 && type === LineEnd)) return false;
    }
  }

  private skip(count: number): true {
    for (let left = count; left > 0; left -= 1) this.SKIP_TOKEN();
    return true;
  }

  private report(expected: TokenType): void {
    if (this.reported.length > mostErrors) throw new GivenUp();
    this.reported.push(new MismatchedTokenException(expected.name, this.LA(1), this.LA(0)));
  }
}
