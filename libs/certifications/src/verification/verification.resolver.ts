import { Resolver } from '@nestjs/graphql';
import { Mutation } from '@takwin/platform/graphql';
import { Input, Runs } from '@takwin/platform/http';
import { VerifyCredentialHandler as Verification, VerifyCredential } from './verify-credential.js';
import { CredentialVerification } from '../graphql-types.js';

@Resolver()
export class VerificationResolver {
  constructor(private readonly verification: Verification) {}

  @Mutation(() => CredentialVerification)
  @Runs(VerifyCredential)
  verifyCredential(@Input(VerifyCredential) command: VerifyCredential) {
    return this.verification.run(command);
  }
}
