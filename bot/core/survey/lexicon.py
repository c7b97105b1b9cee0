"""What zones are called: in paths, in code, and by the libraries that are imported."""

from dataclasses import dataclass

from bot.core.survey.words import listed, singular


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary of one zone."""

    names: frozenset[str]  # words of a path that mean the zone wherever they stand
    hints: frozenset[str]  # words of a path that may mean it
    terms: frozenset[str]  # words of code
    libraries: dict[str, str]  # word of an import -> what the library is called

    @property
    def parts(self) -> tuple[str, ...]:
        """What may be looked for as a part of any path: names and hints as they are spelled."""
        return tuple(sorted(self.names | self.hints))


def _set(text: str) -> frozenset[str]:
    return frozenset(map(singular, listed(text)))


def _named(text: str) -> dict[str, str]:
    return {name.lower().replace("-", "").replace(" ", ""): name for name in text.split("|")}


AUTH = Lexicon(
    names=_set(
        "acl apikey attestation auth authenticate authentication authenticator authn authorization authorize authorizer authz "
        "captcha cors credential crypto cryptography csp csrf encryption hasher impersonate impersonation jwk jwt keycloak ldap "
        "login logon macaroon mfa oauth oauth2 oidc otp passkey passwd password permission privilege rbac realm saml sanitizer "
        "secret security session signin sso sudo tfa token totp u2f webauthn xsrf"
    ),
    hints=_set(
        "access account admin ban certificate cookie guard identity invitation key logout member moderation moderator policy "
        "recovery register registration role signature signed signup tls user verification verify"
    ),
    terms=_set(
        "2fa acl argon2 audience authenticate authenticated authentication authenticator authorization authorize authorized "
        "authorizer banned bcrypt captcha certificate cookie cors credential csp csrf decrypt encrypt encrypted escape "
        "forbidden hashed hmac identity impersonate issuer jwk jwt login logout macaroon mfa moderator nonce oauth oauth2 oidc "
        "openid otp passkey passwd password pbkdf2 permission permitted policy principal privilege privileged rbac redirect role "
        "salt saml sanitize scope scrypt secret session signature signin sso sudo tfa token totp trusted unauthorized verified "
        "verification verify webauthn xsrf"
    ),
    libraries=_named(
        "argon2|authlib|bcrypt|cancancan|casbin|devise|doorkeeper|django-allauth|fosite|guardian|itsdangerous|jose|jsonwebtoken|jwt|"
        "keycloak|macaroons|nextauth|oauthlib|oidc|omniauth|openid|passlib|passport|pundit|pyjwt|rotp|saml|shiro|simplejwt|"
        "sodium|spatie permission|ueberauth|webauthn"
    ),
)

MONEY = Lexicon(
    names=_set(
        "adyen billing braintree chargebee checkout commission coupon creditnote currency discount dunning fee gocardless invoice "
        "invoicing klarna ledger mollie money overdue paddle payable payment payout paypal price pricing promotion proration "
        "razorpay recurly refund stripe surcharge tax taxation vat voucher wallet"
    ),
    hints=_set(
        "adjustment amount balance basket bill calculator cart charge commitment credit entitlement order plan rate sale "
        "subscription total transaction transfer usage"
    ),
    terms=_set(
        "adyen amount balance billable billed billing braintree capture captured cent charge charged checkout commission coupon "
        "credit currency debit decimal discount discounted fee gocardless invoice invoiced klarna ledger mollie money paid "
        "payable payment payout paypal price priced pricing promotion prorated proration razorpay refund refunded rounding settled "
        "stripe subscription subtotal tax taxable total vat wallet"
    ),
    libraries=_named(
        "adyen|braintree|chargebee|gocardless|klarna|lemonsqueezy|midtrans|mollie|money-rails|moneyphp|joda money|omnipay|paddle|"
        "payjp|paypal|paystack|plaid|razorpay|recurly|squareup|stripe|stripity|taxjar|avatax"
    ),
)

RUNTIME = Lexicon(
    names=_set(
        "backoff breaker cache caching celery cluster completer concurrency concurrent consumer cron elector election executor "
        "failover heartbeat idempotency job kafka leader leadership lease limiter lock locker locking mutex outbox producer queue "
        "rabbitmq redis replication rescuer retry retryable scheduler scheduling semaphore shutdown sidekiq throttle "
        "timeout worker"
    ),
    hints=_set(
        "adapter async batch broker bus client connection dispatcher driver event lifecycle listener maintenance notifier persister "
        "pool processor publisher pubsub schedule stream sync task thread transaction"
    ),
    terms=_set(
        "ack advisory async atomic atomically await backoff breaker cache cached cancel canceled cancelled commit concurrency "
        "concurrent concurrently consumer cron deadline debounce dequeue election enqueue enqueued evict executor expire expires "
        "goroutine graceful gracefully heartbeat idempotency idempotent invalidate isolation job kafka leader lease lock locked "
        "locking mutex nack perform producer publish queue rabbitmq race redis retried retry retryable rollback rwmutex "
        "savepoint scheduled scheduler semaphore shutdown thread throttle timeout transaction transactional ttl tx unlock "
        "waitgroup worker"
    ),
    libraries=_named(
        "activejob|aiokafka|amqp|asynq|bullmq|celery|dramatiq|errgroup|goodjob|hangfire|hazelcast|kafka|masstransit|nats|oban|"
        "polly|quartz|rabbitmq|redis|redisson|redlock|resilience4j|resque|rq|semaphore|sidekiq|solidqueue|temporal|tenacity|zookeeper"
    ),
)

LEXICONS = {"auth": AUTH, "money": MONEY, "runtime": RUNTIME}
