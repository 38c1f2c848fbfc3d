"""What the tests share: private databases, a checking client, real servers, a real browser."""
