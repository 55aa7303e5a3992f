import { Controller, Post } from '@nestjs/common';
import { Request, Runs } from '@takwin/platform/http';
import { VerificationView } from './verdict.js';
import { VerifyCredentialHandler, VerifyCredential } from './verify-credential.js';

@Controller('v1/credentials/verify')
export class VerificationController {
  constructor(private readonly verification: VerifyCredentialHandler) {}

  @Post()
  @Runs(VerifyCredential, VerificationView)
  verify(@Request(VerifyCredential) command: VerifyCredential) {
    return this.verification.run(command);
  }
}
