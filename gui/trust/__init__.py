"""What did it invent?"""
