/** Who is let in: one user, by one public key. */
import ssh2 from 'ssh2';
import type { AuthContext, ParsedKey, PublicKeyAuthContext } from 'ssh2';

export function judge(user: string, authorizedKey: string): (context: AuthContext) => void {
  const allowed = ssh2.utils.parseKey(authorizedKey);
  if (allowed instanceof Error) throw allowed;
  return (context) => {
    const known = context.method === 'publickey' && context.username === user;
    if (known && isProved(context, allowed)) context.accept();
    else context.reject(['publickey']);
  };
}

/** A client asks first, without a signature, whether a key would do. */
function isProved(context: PublicKeyAuthContext, allowed: ParsedKey): boolean {
  if (!context.key.data.equals(allowed.getPublicSSH())) return false;
  if (context.signature === undefined || context.blob === undefined) return true;
  return allowed.verify(context.blob, context.signature, context.hashAlgo);
}
