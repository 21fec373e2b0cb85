"""`python -m zhucun.cli` is `zhucun`."""

from zhucun.cli import main

if __name__ == "__main__":
    main()
